using System.Globalization;
using System.Runtime.InteropServices;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Library;

/// <summary>The loaded library.</summary>
internal sealed class NvmlLibrary
{
    private const string SoName = "libnvidia-ml.so.1";
    private const string InitName = "nvmlInit_v2";

    private readonly nint handle;
    private readonly string mappedPath;
    private readonly FileStamp? stamp;

    private NvmlLibrary(nint handle, nint init, string mappedPath, string? original)
    {
        this.handle = handle;
        this.mappedPath = mappedPath;
        InitAddress = init;
        Path = original ?? mappedPath;
        stamp = FileStamp.Of(Path);
        Functions = new NvmlFunctions(handle);
    }

    /// <summary>The file that is mapped, links followed, such as <c>/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.580.65.06</c>.</summary>
    public string Path { get; }

    public NvmlFunctions Functions { get; }

    /// <summary>Where its first function lies in memory, which tells one mapping from another.</summary>
    public nint InitAddress { get; }

    /// <summary>Whether the file is known to be another one than was loaded.</summary>
    public bool WasReplaced => stamp is not null && stamp != FileStamp.Of(Path);

    /// <summary>A text that differs once the file does.</summary>
    public string FileTraces => FileStamp.Of(Path)?.ToString() ?? "gone";

    /// <summary>Whether the file is still the one that was loaded; a driver upgrade puts another one there.</summary>
    public bool IsCurrent => stamp is not null && stamp == FileStamp.Of(Path);

    /// <summary>Where the library is looked for without a configured path, in this order; the first is the loader's own search.</summary>
    public static IReadOnlyList<string> SearchPath { get; } =
    [
        SoName,
        $"/usr/lib/{Multiarch}/nvidia/current/{SoName}",
        $"/usr/lib/{Multiarch}/{SoName}",
        $"/usr/lib64/{SoName}",
        $"/run/nvidia/driver/usr/lib/{Multiarch}/{SoName}",
        $"/usr/lib/wsl/lib/{SoName}",
    ];

    private static string Multiarch => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";

    /// <summary>Loads a file if it is the library.</summary>
    /// <param name="place">A path, or a bare name for the loader's own search.</param>
    /// <param name="original">The file of which <paramref name="place"/> is a copy; null where it is none.</param>
    public static NvmlLibrary? TryLoad(string place, string? original = null)
    {
        if (!NativeLibrary.TryLoad(place, out var handle))
        {
            return null;
        }

        if (NativeLibrary.TryGetExport(handle, InitName, out var init))
        {
            return new NvmlLibrary(handle, init, MappedFile(init) ?? place, original);
        }

        NativeLibrary.Free(handle);
        return null;
    }

    /// <summary>Whether it is still mapped, as it may be after it was unloaded.</summary>
    public bool IsMapped => MappedFile(InitAddress)?.StartsWith(mappedPath, StringComparison.Ordinal) == true;

    /// <summary>Unloads it. Nothing of it may be running or be called afterwards.</summary>
    public void Free() => NativeLibrary.Free(handle);

    /// <summary>The file in which an address of this process lies; null where the kernel does not tell.</summary>
    private static string? MappedFile(nint address)
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/self/maps"))
            {
                // 7f0c1a000000-7f0c1a200000 r-xp 00000000 08:01 1234   /path
                var dash = line.IndexOf('-', StringComparison.Ordinal);
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                var path = line.IndexOf('/', StringComparison.Ordinal);
                if (dash > 0 && space > dash && path > space
                    && ulong.TryParse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var from) && from <= (ulong)address
                    && ulong.TryParse(line.AsSpan(dash + 1, space - dash - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var to) && (ulong)address < to)
                {
                    return line[path..];
                }
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Without /proc the path is only less exact.
        }

        return null;
    }
}

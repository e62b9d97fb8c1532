using System.Globalization;
using System.Runtime.InteropServices;

namespace Exporter.Nvml;

/// <summary>The loaded library.</summary>
internal sealed class NvmlLibrary
{
    private const string SoName = "libnvidia-ml.so.1";
    private const string InitName = "nvmlInit_v2";

    private readonly nint handle;
    private readonly FileStamp? stamp;

    private NvmlLibrary(nint handle, string path)
    {
        this.handle = handle;
        Path = path;
        stamp = FileStamp.Of(path);
        Functions = new NvmlFunctions(handle);
    }

    /// <summary>The file that is mapped, links followed, such as <c>/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.580.65.06</c>.</summary>
    public string Path { get; }

    public NvmlFunctions Functions { get; }

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

    /// <summary>Loads the first library of the places that can be loaded and is one.</summary>
    /// <param name="places">Paths, or a bare name for the loader's own search.</param>
    public static NvmlLibrary? Load(IReadOnlyList<string> places)
    {
        foreach (var place in places)
        {
            if (!NativeLibrary.TryLoad(place, out var handle))
            {
                continue;
            }

            if (NativeLibrary.TryGetExport(handle, InitName, out var init))
            {
                return new NvmlLibrary(handle, MappedFile(init) ?? place);
            }

            NativeLibrary.Free(handle);
        }

        return null;
    }

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

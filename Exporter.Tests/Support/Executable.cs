using System.Runtime.InteropServices;

namespace Exporter.Tests.Support;

/// <summary>Programs and libraries that tests write themselves: hardened machines run nothing from the folder of temporary files.</summary>
internal static partial class Executable
{
    private const int ExecuteOk = 1;

    /// <summary>Why nothing in a folder can be run or loaded; null where it can.</summary>
    public static string? WhyNotIn(string folder)
    {
        var probe = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllText(probe, "");
        Mark(probe);
        var refused = Access(probe, ExecuteOk) != 0;
        File.Delete(probe);
        return refused ? $"Nothing in {folder} can be run, since it is mounted with noexec: set TMPDIR to another folder." : null;
    }

    /// <summary>Lets its owner run a file.</summary>
    public static void Mark(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}

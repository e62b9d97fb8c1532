using Microsoft.Win32.SafeHandles;

namespace Exporter.Traffic.Logs.Tailing;

/// <summary>Finds what became of a log among the files beside it: renamed, or copied before it was truncated.</summary>
internal static class Siblings
{
    private const int Most = 1000;

    /// <summary>Opens the file that has the identity and still begins as it did; null where there is none.</summary>
    public static (string Path, SafeFileHandle File)? FindRenamed(string path, FileIdentity identity, FileHead head) =>
        Find(path, status => status.Identity == identity, head, 0);

    /// <summary>Opens the newest copy that holds what the log held, and at least <paramref name="offset"/> bytes of it; null where there is none.</summary>
    public static (string Path, SafeFileHandle File)? FindCopy(string path, FileIdentity original, FileHead head, long offset) =>
        head.IsTelling ? Find(path, status => status.Identity != original, head, offset) : null;

    private static (string Path, SafeFileHandle File)? Find(string path, Func<FileStatus, bool> isMeant, FileHead head, long size)
    {
        try
        {
            var beginning = Path.GetFileName(path).Split('.')[0];
            var folder = Path.GetDirectoryName(path) ?? "/";
            foreach (var other in Directory.EnumerateFiles(folder).Take(Most).Where(f => Path.GetFileName(f).StartsWith(beginning, StringComparison.Ordinal)).OrderByDescending(File.GetLastWriteTimeUtc))
            {
                if (FileStatus.Of(other, out _) is { IsRegular: true } status && isMeant(status) && status.Size >= size && Open(other, head) is { } file)
                {
                    return (other, file);
                }
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Then it is not found.
        }

        return null;
    }

    private static SafeFileHandle? Open(string path, FileHead head)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (head.IsHeadOf(file))
        {
            return file;
        }

        file.Dispose();
        return null;
    }
}

using System.IO.Enumeration;

namespace Exporter.Traffic.Logs.Tailing;

/// <summary>A path in which <c>*</c> and <c>?</c> match inside one name.</summary>
internal static class LogPath
{
    /// <summary>More files than this are a mistake of the pattern; only the newest are followed.</summary>
    public const int MostFiles = 100;

    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>What the pattern matches now. Directories that are missing or closed match nothing.</summary>
    public static List<string> Expand(string pattern)
    {
        if (!IsPattern(pattern))
        {
            return [pattern];
        }

        List<string> found = ["/"];
        var segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < segments.Length; i++)
        {
            found = Descend(found, segments[i], isLast: i == segments.Length - 1);
        }

        return found.Count <= MostFiles ? found : [.. found.OrderByDescending(File.GetLastWriteTimeUtc).Take(MostFiles)];
    }

    private static List<string> Descend(List<string> folders, string segment, bool isLast)
    {
        if (!IsPattern(segment))
        {
            return [.. folders.Select(f => Path.Combine(f, segment))];
        }

        var found = new List<string>();
        foreach (var folder in folders)
        {
            try
            {
                found.AddRange(Directory.EnumerateFileSystemEntries(folder)
                    .Where(path => FileSystemName.MatchesSimpleExpression(segment, Path.GetFileName(path), ignoreCase: false))
                    .Where(path => isLast ? !Directory.Exists(path) : Directory.Exists(path)));
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Nothing to see there now.
            }
        }

        return found;
    }
}

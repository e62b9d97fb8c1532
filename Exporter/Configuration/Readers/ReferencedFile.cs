using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>Files that the configuration names: found missing at the start, not when they are needed at night.</summary>
internal static class ReferencedFile
{
    /// <summary>The absolute path of a file that exists, can be read and is not empty; null where the key is absent or the file is not so.</summary>
    public static string? Read(Section section, string key, Presence presence = Presence.Optional)
    {
        if (!section.TryRead(key, Texts.FilePath, presence, out var path))
        {
            return null;
        }

        var resolved = section.Reading.Resolve(path);
        if (Problem(resolved) is { } problem)
        {
            section.Fail(key, $"{Shown.Quoted(path)} {problem}");
            return null;
        }

        return resolved;
    }

    private static string? Problem(string path)
    {
        if (Directory.Exists(path))
        {
            return "is a directory";
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return stream.ReadByte() < 0 ? "is empty" : null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return "does not exist";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure is UnauthorizedAccessException ? "cannot be read: permission denied" : "cannot be read";
        }
    }
}

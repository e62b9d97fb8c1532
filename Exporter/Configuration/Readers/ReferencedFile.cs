using Exporter.Configuration.Scalars;

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

        var resolved = section.Reading.ResolveNamed(path);
        if (Problem(resolved) is { } problem)
        {
            // The path itself is not shown: who takes the key for the secret's own place has put the secret here.
            section.Fail(key, problem);
            return null;
        }

        return resolved;
    }

    private static string? Problem(string path)
    {
        if (Directory.Exists(path))
        {
            return "must name a file, but names a directory";
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return stream.ReadByte() < 0 ? "the file is empty" : null;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return "no such file (a relative path starts at the folder of this file)";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure is UnauthorizedAccessException ? "the file cannot be read: permission denied" : "the file cannot be read";
        }
    }
}

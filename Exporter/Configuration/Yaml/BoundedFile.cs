namespace Exporter.Configuration.Yaml;

/// <summary>Reads a file that may be anything, a device or a pipe included, up to a limit.</summary>
internal static class BoundedFile
{
    /// <summary>The content, at most one byte more than the limit; null, with an error, where it cannot be read.</summary>
    public static byte[]? Read(string path, int limitBytes, ErrorList errors)
    {
        if (Directory.Exists(path))
        {
            errors.AddWithoutPlace("cannot be read: it is a directory");
            return null;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[limitBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..length];
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.AddWithoutPlace("cannot be read: no such file");
        }
        catch (UnauthorizedAccessException)
        {
            errors.AddWithoutPlace("cannot be read: permission denied");
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or NotSupportedException)
        {
            errors.AddWithoutPlace("cannot be read: " + failure.Message);
        }

        return null;
    }

    /// <summary>The absolute folder of a file; the working directory where it names none, and the root where that was deleted.</summary>
    public static string FolderOf(string path)
    {
        try
        {
            return path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return "/";
        }
    }
}

namespace Exporter.Nvml.Library;

/// <summary>What tells that a file was replaced.</summary>
internal sealed record FileStamp(long Length, DateTime LastWrite)
{
    /// <summary>Null where there is no such file.</summary>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;
    }
}

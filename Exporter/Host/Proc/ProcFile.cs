namespace Exporter.Host.Proc;

/// <summary>Reads files below one proc directory into a buffer that is used again. Not thread-safe.</summary>
/// <param name="root">Where the proc file system is mounted, such as <c>/proc</c>.</param>
internal sealed class ProcFile(string root)
{
    /// <summary>No proc file that is read here comes near this; it bounds what a wrong path could cost.</summary>
    private const int Largest = 8 * 1024 * 1024;

    private byte[] buffer = new byte[16 * 1024];

    /// <summary>The content, valid until the next call; empty where the file does not exist or cannot be read.</summary>
    public ReadOnlySpan<byte> Read(string relativePath)
    {
        try
        {
            // Sharing everything keeps .NET from taking an advisory lock on the file.
            using var handle = File.OpenHandle(Path.Combine(root, relativePath), share: FileShare.ReadWrite | FileShare.Delete);
            return Fill(handle);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Absent in this kernel, hidden from this user, or there but switched off (PSI with psi=0 opens and fails to read).
            return [];
        }
    }

    /// <summary>The first of two files that has content.</summary>
    public ReadOnlySpan<byte> ReadFirst(string relativePath, string otherPath)
    {
        var content = Read(relativePath);
        return content.IsEmpty ? Read(otherPath) : content;
    }

    private ReadOnlySpan<byte> Fill(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        var length = 0;
        while (true)
        {
            // The kernel answers a page at a time; only a read of nothing is the end.
            var read = RandomAccess.Read(handle, buffer.AsSpan(length), length);
            length += read;
            if (read == 0)
            {
                return buffer.AsSpan(0, length);
            }

            if (length == buffer.Length)
            {
                if (length >= Largest)
                {
                    return [];
                }

                Array.Resize(ref buffer, length * 2);
            }
        }
    }
}

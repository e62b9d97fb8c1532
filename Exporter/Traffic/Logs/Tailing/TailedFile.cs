using Microsoft.Win32.SafeHandles;

namespace Exporter.Traffic.Logs.Tailing;

/// <summary>
/// One log that is read as it grows, by its open handle: a new name or none makes no difference. It may be truncated under way; then
/// what it lost is looked for in the copy that logrotate's <c>copytruncate</c> makes before.
/// </summary>
internal sealed class TailedFile : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly LineSplitter splitter;
    private long oldEnd;
    private long modified = long.MinValue;

    /// <param name="path">Where it was found.</param>
    /// <param name="file">Owned from now on.</param>
    /// <param name="offset">Where reading begins.</param>
    /// <param name="sink">Where its lines go.</param>
    public TailedFile(string path, SafeFileHandle file, FileIdentity identity, long offset, ILineSink sink)
    {
        Path = path;
        this.file = file;
        Identity = identity;
        Offset = offset;
        splitter = new LineSplitter(sink);
        Head = FileHead.Read(file, offset);
    }

    public string Path { get; set; }

    public FileIdentity Identity { get; }

    public FileHead Head { get; private set; }

    /// <summary>Up to where it was read.</summary>
    public long Offset { get; private set; }

    /// <summary>Where a restart has to begin: behind the last whole line.</summary>
    public long Committed => Offset - splitter.Unfinished;

    /// <summary>Bytes that were there and unread after the last reading.</summary>
    public long Lag { get; private set; }

    /// <summary>Whether it has no name any more.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>How often it was found truncated.</summary>
    public int Truncations { get; private set; }

    /// <summary>Goes on where reading ended before a restart; the next reading finds out whether the file was truncated meanwhile.</summary>
    public void Resume(long offset, FileHead head) => (Offset, Head) = (offset, head);

    /// <summary>Begins at the end; where that is inside a line, behind that line.</summary>
    public void BeginAtEnd()
    {
        Offset = RandomAccess.GetLength(file);
        Span<byte> last = stackalloc byte[1];
        if (Offset > 0 && RandomAccess.Read(file, last, Offset - 1) == 1 && last[0] != '\n')
        {
            splitter.SkipRest();
        }

        Head = FileHead.Read(file, Offset);
    }

    /// <summary>Reads what is new, up to the end or to the bound.</summary>
    /// <returns>Bytes read.</returns>
    public long Read(Span<byte> buffer, long most)
    {
        if (FileStatus.Of(file) is not { } status)
        {
            return 0;
        }

        IsDeleted = !status.IsLinked;
        var size = status.Size;
        // Truncated and grown to just the old size again is told by the time alone.
        var read = size == Offset && status.Modified == modified ? 0 : CheckTruncation(buffer, size);
        modified = status.Modified;
        while (Offset < size && read < most)
        {
            var count = RandomAccess.Read(file, buffer, Offset);
            if (count == 0)
            {
                break;
            }

            read += Take(buffer[..count], size);
        }

        if (Head.Length < FileHead.Longest && Head.Length < Offset)
        {
            Head = FileHead.Read(file, Offset);
        }

        Lag = Math.Max(0, size - Offset);
        return read;
    }

    public void Dispose() => file.Dispose();

    private int Take(Span<byte> data, long size)
    {
        if (Offset == 0 && oldEnd > 0 && !data.ContainsAnyExcept((byte)0))
        {
            // The writer goes on at its old place, which is not before ours: what lies between is a hole of NULs.
            Offset = Math.Min(Math.Max(oldEnd, data.Length), size);
            oldEnd = 0;
            return data.Length;
        }

        oldEnd = 0;
        splitter.Feed(data);
        Offset += data.Length;
        return data.Length;
    }

    /// <returns>Bytes of the lost part that were found elsewhere.</returns>
    private long CheckTruncation(Span<byte> buffer, long size)
    {
        if (size >= Offset && Head.IsHeadOf(file))
        {
            return 0;
        }

        Truncations++;
        var found = PlaceAfterTruncation(size);
        var recovered = Recover(buffer);
        splitter.Reset();
        oldEnd = found == 0 ? Offset : 0;
        Offset = found;
        Head = FileHead.Read(file, Offset);
        return recovered;
    }

    private long PlaceAfterTruncation(long size)
    {
        Span<byte> first = stackalloc byte[1];
        if (size >= Offset)
        {
            // Grown beyond our place with a hole before it: nothing that we have not read lies before our place.
            return RandomAccess.Read(file, first, 0) == 1 && first[0] == 0 ? Offset : 0;
        }

        // Only its end was cut off: what is left was read already.
        return size >= Head.Length && Head.IsTelling && Head.IsHeadOf(file) ? size : 0;
    }

    /// <summary>Reads from the copy what was written between our last reading and the copying.</summary>
    private long Recover(Span<byte> buffer)
    {
        if (Siblings.FindCopy(Path, Identity, Head, Offset) is not { } copy)
        {
            return 0;
        }

        using (copy.File)
        {
            long recovered = 0;
            for (int count; (count = RandomAccess.Read(copy.File, buffer, Offset + recovered)) > 0; recovered += count)
            {
                splitter.Feed(buffer[..count]);
            }

            return recovered;
        }
    }
}

using Exporter.Exposition.Formats;

namespace Exporter.Exposition.Scraping;

/// <summary>The write-only stream that <see cref="System.IO.Compression.GZipStream"/> wants, over a buffer of ours.</summary>
internal sealed class BufferStream(Utf8Buffer buffer) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] array, int offset, int count) => buffer.Append(array.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> bytes) => buffer.Append(bytes);

    public override int Read(byte[] array, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

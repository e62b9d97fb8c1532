using System.Buffers;
using System.Text;

namespace Exporter.Exposition.Formats;

/// <summary>One growing array of bytes, kept and reused from scrape to scrape. Not thread-safe.</summary>
internal sealed class Utf8Buffer : IBufferWriter<byte>
{
    private byte[] bytes;
    private int length;

    public Utf8Buffer(int capacity = 4096) => bytes = new byte[capacity];

    public int Length => length;

    public int Capacity => bytes.Length;

    public ReadOnlySpan<byte> WrittenSpan => bytes.AsSpan(0, length);

    public ReadOnlyMemory<byte> WrittenMemory => bytes.AsMemory(0, length);

    public void Clear() => length = 0;

    /// <summary>The written bytes from <paramref name="start"/> on, to be patched in place.</summary>
    public Span<byte> From(int start) => bytes.AsSpan(start, length - start);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(bytes.Length - length));
        length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return bytes.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return bytes.AsSpan(length);
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        Grow(value.Length);
        value.CopyTo(bytes.AsSpan(length));
        length += value.Length;
    }

    public void AppendByte(byte value)
    {
        Grow(1);
        bytes[length++] = value;
    }

    /// <summary>Appends as UTF-8; half a surrogate pair becomes U+FFFD.</summary>
    public void AppendText(ReadOnlySpan<char> text)
    {
        Grow(Encoding.UTF8.GetMaxByteCount(text.Length));
        length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
    }

    private void Grow(int more)
    {
        if (bytes.Length - length < more)
        {
            Array.Resize(ref bytes, Math.Max(checked(length + more), bytes.Length * 2));
        }
    }
}

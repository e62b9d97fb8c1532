using Exporter.Exposition.Formats;

namespace Exporter.Exposition.Scraping;

/// <summary>A handful of buffers, kept from scrape to scrape: an exposition is larger than what the garbage collector likes to see every few seconds.</summary>
/// <remarks>Thread-safe. A buffer that never comes back is simply collected.</remarks>
internal sealed class BufferPool
{
    /// <summary>Every format, once being read and once being written.</summary>
    private const int MaxKept = 6;

    /// <summary>A buffer this many times larger than its content was made for a scrape that no longer comes.</summary>
    private const int MaxSlack = 8;
    private const int SlackFloor = 1 << 16;

    private readonly Lock gate = new();
    private readonly Stack<Utf8Buffer> kept = new();

    public Utf8Buffer Rent()
    {
        lock (gate)
        {
            return kept.TryPop(out var buffer) ? buffer : new Utf8Buffer();
        }
    }

    public void Return(Utf8Buffer buffer)
    {
        if (buffer.Capacity > SlackFloor && buffer.Capacity / MaxSlack > buffer.Length)
        {
            return;
        }

        buffer.Clear();
        lock (gate)
        {
            if (kept.Count < MaxKept)
            {
                kept.Push(buffer);
            }
        }
    }
}

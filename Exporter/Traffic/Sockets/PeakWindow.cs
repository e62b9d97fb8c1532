namespace Exporter.Traffic.Sockets;

/// <summary>The highest of the values of the last <see cref="Length"/>. Not thread-safe.</summary>
/// <remarks>
/// A fixed window and not "since the last scrape": several Prometheus servers may scrape, and each must see a burst whole. Whoever
/// scrapes once a minute or more often misses none.
/// </remarks>
internal sealed class PeakWindow(TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    /// <summary>Falling values, each younger than the one before: a value that a younger one reaches can never be the highest again.</summary>
    private readonly LinkedList<(long At, int Value)> falling = new();

    /// <summary>Adds a value seen now.</summary>
    /// <returns>The highest of the window, this one included.</returns>
    public int Add(int value)
    {
        while (falling.Last is { } last && last.Value.Value <= value)
        {
            falling.RemoveLast();
        }

        falling.AddLast((time.GetTimestamp(), value));
        while (time.GetElapsedTime(falling.First!.Value.At) >= Length)
        {
            falling.RemoveFirst();
        }

        return falling.First.Value.Value;
    }
}

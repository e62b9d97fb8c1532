namespace Exporter.Gpu.Sampling;

/// <summary>Pauses that double from a first one to a longest one. Thread-safe.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private readonly Lock gate = new();
    private TimeSpan? last;

    public TimeSpan Next()
    {
        lock (gate)
        {
            last = last is { } pause ? TimeSpan.FromTicks(Math.Min(longest.Ticks, pause.Ticks * 2)) : first;
            return last.Value;
        }
    }

    public void Reset()
    {
        lock (gate)
        {
            last = null;
        }
    }
}

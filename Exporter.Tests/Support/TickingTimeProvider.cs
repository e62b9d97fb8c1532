namespace Exporter.Tests.Support;

/// <summary>A clock that moves on by one step whenever somebody looks at it: whoever looks twice sees two times.</summary>
internal sealed class TickingTimeProvider(TimeSpan step) : TimeProvider
{
    private long looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Increment(ref looks) * step.Ticks;
}

using Exporter.Gpu.Readings;

namespace Exporter.Gpu.Counters;

/// <summary>
/// Adds up the driver's samples of one engine: each counts for the time since the one before it. The ring is read again and
/// again, so batches overlap, have gaps and hold entries that were never filled; the clock of the samples is nobody's else, so
/// only differences of it are used. Not thread-safe.
/// </summary>
/// <remarks>
/// It outlives sessions with the driver: neither a reload, which restarts the samples' clock, nor a ring that is handed out twice
/// makes it jump or go back.
/// </remarks>
internal sealed class SampleIntegrator
{
    /// <summary>The driver's longest sampling period is 1 s; between samples further apart than this some are missing.</summary>
    public const ulong LongestSpacing = 1_500_000;

    /// <summary>Twice what the ring holds. A batch that ends so long before the last one is on another clock.</summary>
    public const ulong OtherClock = 20_000_000;

    private const double Microseconds = 1e6;

    private ulong busyPercentMicroseconds;
    private ulong observed;
    private ulong last;
    private ulong period = LongestSpacing;
    private ulong idleSinceLast;
    private bool hasLast;

    public GpuEngineTime Total => new(busyPercentMicroseconds / 100.0 / Microseconds, observed / Microseconds);

    /// <summary>Adds a batch in the order of the ring.</summary>
    public void Add(ReadOnlySpan<GpuUtilizationSample> batch)
    {
        if (IsOnOtherClock(batch))
        {
            hasLast = false;
        }

        foreach (var sample in batch)
        {
            if (IsFilled(sample))
            {
                Add(sample);
            }
        }
    }

    /// <summary>The driver had no new sample although it was asked: the engine rested since the last time.</summary>
    /// <param name="elapsed">Since the driver was last asked, on our own clock.</param>
    public void AddIdle(TimeSpan elapsed)
    {
        var microseconds = (ulong)Math.Max(0, elapsed.Ticks / TimeSpan.TicksPerMicrosecond);
        observed += microseconds;
        idleSinceLast += microseconds;
    }

    private static bool IsFilled(GpuUtilizationSample sample) => sample is { Microseconds: > 0, Percent: <= 100 };

    private bool IsOnOtherClock(ReadOnlySpan<GpuUtilizationSample> batch)
    {
        ulong newest = 0;
        foreach (var sample in batch)
        {
            newest = IsFilled(sample) ? Math.Max(newest, sample.Microseconds) : newest;
        }

        return hasLast && newest > 0 && newest < last && last - newest > OtherClock;
    }

    private void Add(GpuUtilizationSample sample)
    {
        if (!hasLast)
        {
            Restart(sample.Microseconds);
            return;
        }

        if (sample.Microseconds <= last)
        {
            // Counted already.
            return;
        }

        var spacing = sample.Microseconds - last;
        var rested = idleSinceLast;
        Restart(sample.Microseconds);
        if (rested > 0)
        {
            // The rest was counted as such; the sample says nothing of more than its own period.
            Count(Math.Min(period, spacing > rested ? spacing - rested : 0), sample.Percent);
        }
        else if (spacing <= LongestSpacing)
        {
            period = spacing;
            Count(spacing, sample.Percent);
        }
    }

    private void Restart(ulong microseconds)
    {
        last = microseconds;
        hasLast = true;
        idleSinceLast = 0;
    }

    private void Count(ulong microseconds, uint percent)
    {
        busyPercentMicroseconds += microseconds * percent;
        observed += microseconds;
    }
}

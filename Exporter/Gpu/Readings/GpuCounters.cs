using Exporter.Gpu.Counters;
using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Readings;

/// <summary>
/// The totals of one GPU that the exporter keeps itself. They outlive handles and sessions, so a driver that was loaded again or
/// a card that came back goes on where it was.
/// </summary>
/// <remarks>Thread-safe: a thread that hung in an old session may still bring what it read.</remarks>
internal sealed class GpuCounters(string uuid, ILogger logger)
{
    private const double Nanoseconds = 1e9;

    /// <summary>Several times what any PCIe or NVLink generation carries, in bytes a second.</summary>
    private const double MostBytesPerSecond = 2e13;

    /// <summary>Far more than any card or module draws, in milliwatts.</summary>
    private const double MostMilliwatts = 1e8;

    private const double Milli = 1000;

    /// <summary>What was seen at two readings further apart says nothing of the time between them.</summary>
    private static readonly TimeSpan longestSpacing = TimeSpan.FromSeconds(12);

    private static readonly GpuThrottleReasons[] reasons = [.. Enum.GetValues<GpuThrottleReasons>().Where(reason => reason != GpuThrottleReasons.None)];

    private readonly Lock gate = new();
    private readonly SampleIntegrator[] engines = [.. Enum.GetValues<GpuEngine>().Select(_ => new SampleIntegrator())];
    private readonly FollowedCounter[] throttled = [.. reasons.Select(_ => new FollowedCounter(Nanoseconds))];
    private readonly FollowedCounter[] traffic = [.. Enum.GetValues<GpuTraffic>().Select(_ => new FollowedCounter(MostBytesPerSecond))];
    private readonly FollowedCounter energy = new(MostMilliwatts);
    private TimeSpan? lastThrottle;
    private TimeSpan? lastEnergy;

    /// <summary>A handle was taken anew: the driver's counters may begin again from 0.</summary>
    public void OnReopened()
    {
        lock (gate)
        {
            Array.ForEach(throttled, counter => counter.OnReopened());
            Array.ForEach(traffic, counter => counter.OnReopened());
            energy.OnReopened();
            lastThrottle = null;
            lastEnergy = null;
        }
    }

    public GpuEngineTime AddSamples(GpuEngine engine, ReadOnlySpan<GpuUtilizationSample> batch)
    {
        lock (gate)
        {
            engines[(int)engine].Add(batch);
            return engines[(int)engine].Total;
        }
    }

    /// <inheritdoc cref="SampleIntegrator.AddIdle"/>
    public GpuEngineTime AddIdle(GpuEngine engine, TimeSpan elapsed)
    {
        lock (gate)
        {
            engines[(int)engine].AddIdle(elapsed);
            return engines[(int)engine].Total;
        }
    }

    /// <param name="counts">What the driver counted.</param>
    /// <param name="mask">What holds the clocks down now; null where the driver does not tell.</param>
    /// <param name="now">On a clock that never goes back.</param>
    public GpuThrottledTime? AddThrottle(in GpuThrottleCounts counts, GpuThrottleReasons? mask, TimeSpan now)
    {
        lock (gate)
        {
            var elapsed = lastThrottle is { } before && now - before <= longestSpacing ? (now - before).TotalNanoseconds : 0;
            lastThrottle = now;
            for (var i = 0; i < reasons.Length; i++)
            {
                double? otherwise = mask is null ? null : (mask & reasons[i]) != 0 ? elapsed : 0;
                Follow(throttled[i], reasons[i], CountOf(reasons[i], counts), otherwise, now);
            }

            return Array.Exists(throttled, counter => counter.Total is not null) ? Throttled() : null;
        }
    }

    /// <param name="millijoules">What the driver counted; null where it does not or fails now.</param>
    /// <param name="watts">Drawn now, for a counter that is not to be believed; null where the driver does not tell.</param>
    /// <param name="now">On a clock that never goes back.</param>
    /// <returns>Joules, going on where they were when the driver or a reset began anew from 0; null where the driver counts none.</returns>
    public double? AddEnergy(double? millijoules, double? watts, TimeSpan now)
    {
        lock (gate)
        {
            if (millijoules is null)
            {
                // The next count that is told holds what was used meanwhile.
                return null;
            }

            var elapsed = lastEnergy is { } before && now - before <= longestSpacing ? (now - before).TotalSeconds : 0;
            lastEnergy = now;
            Follow(energy, "Energy", static name => name, millijoules, watts * Milli * elapsed, now);
            return energy.Total / Milli;
        }
    }

    /// <param name="what">Link and direction.</param>
    /// <param name="count">Bytes that the driver counted; null where it does not.</param>
    /// <param name="otherwise">Bytes since the last reading as told by something else; null where nothing does.</param>
    /// <param name="now">On a clock that never goes back.</param>
    /// <returns>Bytes; null where nothing tells them.</returns>
    public double? AddTraffic(GpuTraffic what, double? count, double? otherwise, TimeSpan now)
    {
        lock (gate)
        {
            var counter = traffic[(int)what];
            Follow(counter, what, count, otherwise, now);
            return count is null && otherwise is null ? null : counter.Total;
        }
    }

    private static double? CountOf(GpuThrottleReasons reason, in GpuThrottleCounts counts) => reason switch
    {
        GpuThrottleReasons.SwPowerCap => counts.SwPowerCap,
        GpuThrottleReasons.SyncBoost => counts.SyncBoost,
        GpuThrottleReasons.SwThermal => counts.SwThermal,
        GpuThrottleReasons.HwThermal => counts.HwThermal,
        GpuThrottleReasons.HwPowerBrake => counts.HwPowerBrake,
        _ => null,
    };

    private void Follow<T>(FollowedCounter counter, T what, double? count, double? otherwise, TimeSpan now)
        where T : struct, Enum => Follow(counter, what, static name => name.ToString(), count, otherwise, now);

    /// <param name="nameOf">Asked only when there is something to tell.</param>
    private void Follow<T>(FollowedCounter counter, T what, Func<T, string> nameOf, double? count, double? otherwise, TimeSpan now)
    {
        var before = counter.Objection;
        counter.Add(count, otherwise, now);
        if (before is null && counter.Objection is { } objection)
        {
            Log.CounterDropped(logger, uuid, nameOf(what), objection);
        }
    }

    private GpuThrottledTime Throttled()
    {
        return new GpuThrottledTime
        {
            AppClocks = Seconds(GpuThrottleReasons.AppClocks),
            SwPowerCap = Seconds(GpuThrottleReasons.SwPowerCap),
            HwSlowdown = Seconds(GpuThrottleReasons.HwSlowdown),
            SyncBoost = Seconds(GpuThrottleReasons.SyncBoost),
            SwThermal = Seconds(GpuThrottleReasons.SwThermal),
            HwThermal = Seconds(GpuThrottleReasons.HwThermal),
            HwPowerBrake = Seconds(GpuThrottleReasons.HwPowerBrake),
            Display = Seconds(GpuThrottleReasons.Display),
        };

        double Seconds(GpuThrottleReasons reason) => (throttled[Array.IndexOf(reasons, reason)].Total ?? 0) / Nanoseconds;
    }
}

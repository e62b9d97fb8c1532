using Exporter.Gpu.Counters;
using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>The driver's ring of utilisation samples of one engine, which holds some ten seconds. Used by one thread.</summary>
/// <param name="engine">Whose.</param>
/// <param name="type">NVML's number of the ring.</param>
/// <param name="time">Tells how long an engine rested of which the driver has no new sample.</param>
internal sealed class NvmlSampleRing(GpuEngine engine, int type, TimeProvider time)
{
    private const int LeastRoom = 128;
    private const int MostRoom = 4096;

    /// <summary>What the driver holds of the past: it says nothing of the time before.</summary>
    private static readonly TimeSpan ringSpan = TimeSpan.FromSeconds(10);

    /// <summary>After so long without a new sample the driver is asked for all it has: its clock may have been set back.</summary>
    private static readonly TimeSpan longestRest = TimeSpan.FromSeconds(20);

    private NvmlSample[] samples = [];
    private GpuUtilizationSample[] filled = [];
    private ulong lastSeen;
    private long? lastAsked;
    private long lastFresh;

    /// <summary>Adds what is new to the totals of the GPU.</summary>
    /// <returns>Null where the card has no such ring or does not answer now.</returns>
    public GpuEngineTime? Read(NvmlQuery query, NvmlFunctions functions, GpuCounters counters)
    {
        if (samples.Length == 0 && !MakeRoom(query, functions))
        {
            return null;
        }

        var now = time.GetTimestamp();
        var since = lastAsked is not null && time.GetElapsedTime(lastFresh, now) >= longestRest ? 0 : lastSeen;
        var count = (uint)samples.Length;
        var code = query.Get(functions.Samples, type, since, samples, out var valueType, ref count);
        if (code is null)
        {
            return null;
        }

        var rested = lastAsked is { } before ? time.GetElapsedTime(before, now) : TimeSpan.Zero;
        lastAsked = now;
        var batch = code == NvmlReturn.Success ? Fill(valueType, (int)Math.Min(count, (uint)samples.Length)) : [];
        var newest = Newest(batch);
        if (newest > lastSeen || (newest > 0 && lastSeen - newest > SampleIntegrator.OtherClock))
        {
            lastSeen = newest;
            lastFresh = now;
            return counters.AddSamples(engine, batch);
        }

        if (since == 0)
        {
            lastFresh = now;
        }

        return counters.AddIdle(engine, rested < ringSpan ? rested : ringSpan);
    }

    private bool MakeRoom(NvmlQuery query, NvmlFunctions functions)
    {
        // Without a buffer the driver tells how much there can be.
        uint capacity = 0;
        var code = query.Get(functions.Samples, type, 0, [], out _, ref capacity);
        if (code is null)
        {
            return false;
        }

        samples = new NvmlSample[Math.Clamp((int)Math.Min(capacity, MostRoom), LeastRoom, MostRoom)];
        filled = new GpuUtilizationSample[samples.Length];
        return true;
    }

    private ReadOnlySpan<GpuUtilizationSample> Fill(NvmlValueType valueType, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var percent = samples[i].Value.As(valueType);
            filled[i] = new GpuUtilizationSample(samples[i].Timestamp, percent is >= 0 and <= 100 ? (uint)percent : uint.MaxValue);
        }

        return filled.AsSpan(0, count);
    }

    private static ulong Newest(ReadOnlySpan<GpuUtilizationSample> batch)
    {
        ulong newest = 0;
        foreach (var sample in batch)
        {
            newest = sample.Percent <= 100 ? Math.Max(newest, sample.Microseconds) : newest;
        }

        return newest;
    }
}

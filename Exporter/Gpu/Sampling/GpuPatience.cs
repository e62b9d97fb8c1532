using System.Diagnostics.CodeAnalysis;

namespace Exporter.Gpu.Sampling;

/// <summary>
/// Judges when a driver that answers must be opened anew all the same: when every GPU has been failing for long, which costs no
/// reading, or when one has been lost for longer, which costs the others a moment and is therefore tried ever more seldom. A call
/// that hangs rules both out, since nothing may be closed under it. Used under the owner's lock; it outlives sessions.
/// </summary>
internal sealed class GpuPatience(GpuOptions options, TimeProvider time)
{
    private readonly Backoff untilNextForOne = new(options.ReopenForOneAfter, options.LongestReopenForOneAfter);
    private TimeSpan forOne;
    private long? allFailingSince;
    private long? oneLostSince;

    /// <summary>Starts counting anew with a new session.</summary>
    public void Restart() => (allFailingSince, oneLostSince) = (null, null);

    /// <returns>Whether the driver must be opened anew now, and for what.</returns>
    public bool IsOver(IReadOnlyCollection<GpuSampler> samplers, [NotNullWhen(true)] out GpuReopenReason? reason)
    {
        reason = null;
        var snapshots = samplers.Select(sampler => sampler.View.Snapshot).ToList();
        if (snapshots.Contains(null))
        {
            Restart();
            return false;
        }

        var failures = snapshots.Select(snapshot => snapshot!.Failure).OfType<GpuFailure>().ToList();
        var lost = failures.Find(failure => failure.Scope is GpuFailureScope.Card);
        if (failures.Count == snapshots.Count)
        {
            oneLostSince = null;
            reason = HasLasted(ref allFailingSince, options.ReopenAfter) ? new GpuReopenReason(failures[0], AtOnce: false) : null;
        }
        else if (lost is not null)
        {
            allFailingSince = null;
            reason = HasBeenLost() ? new GpuReopenReason(lost, AtOnce: true) : null;
        }
        else
        {
            Restart();
            untilNextForOne.Reset();
        }

        return reason is not null;
    }

    private bool HasBeenLost()
    {
        if (oneLostSince is null)
        {
            forOne = untilNextForOne.Next();
        }

        return HasLasted(ref oneLostSince, forOne);
    }

    private bool HasLasted(ref long? since, TimeSpan atLeast)
    {
        since ??= time.GetTimestamp();
        return time.GetElapsedTime(since.Value) >= atLeast;
    }
}

using Exporter.Gpu.Readings;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Sampling;

/// <summary>What others see of one GPU: its view, its health, and a line in the log when a failure starts, changes or ends.</summary>
/// <remarks><see cref="View"/> and <see cref="HasResult"/> may be read from any thread; the sampler sees to it that only one thread writes.</remarks>
/// <param name="index">Of the GPU.</param>
/// <param name="health">The GPU's entry on the board.</param>
/// <param name="changed">Told after every change of <see cref="View"/>, on the thread that made it; must be quick and not call back.</param>
/// <param name="logger">Told when a failure starts, changes and ends.</param>
internal sealed class GpuPublisher(int index, CollectorHealth health, Action changed, ILogger logger)
{
    /// <summary>Label <c>reason</c> of a GPU whose reading does not end.</summary>
    public const string OverdueReason = "overdue";

    private GpuView view = new() { Index = index };
    private string? toldReason;
    private volatile bool hasResult;

    public CollectorHealth Health => health;

    /// <summary>The GPU as last read; without a snapshot before the first result and while a reading is overdue.</summary>
    public GpuView View => Volatile.Read(ref view);

    /// <summary>Whether anything is known yet: a reading, a failure, or that it hangs.</summary>
    public bool HasResult => hasResult;

    /// <summary>A reading has ended in time, well or with a failure.</summary>
    public void Read(GpuIdentity? identity, GpuSnapshot snapshot, TimeSpan duration)
    {
        Show(View with { Identity = identity ?? View.Identity, Snapshot = snapshot });
        Tell(snapshot.Failure, duration);
    }

    /// <summary>A reading has ended too late: what it holds was in part measured before it hung, too old to be shown as new.</summary>
    public void ReadLate(TimeSpan duration)
    {
        Overdue();
        health.Failed(OverdueReason, duration);
    }

    /// <summary>A reading does not end.</summary>
    public void Overdue()
    {
        Show(View with { Snapshot = null });
        toldReason = OverdueReason;
        health.Overdue(OverdueReason);
    }

    /// <summary>The exporter itself failed at a reading, which <see cref="Read"/> is about to be told; logged unless it was the time before, too.</summary>
    public void Bug(Exception bug, GpuFailure failure)
    {
        if (toldReason != failure.Reason)
        {
            Log.ReadingBug(logger, bug, index);
        }
    }

    /// <summary>Before the health is told, so that whoever sees the health sees what it speaks of.</summary>
    private void Show(GpuView next)
    {
        Volatile.Write(ref view, next);
        hasResult = true;
        changed();
    }

    /// <summary>The log only when the state starts, changes or ends; health at every reading, and last of all.</summary>
    private void Tell(GpuFailure? failure, TimeSpan duration)
    {
        if (failure?.Reason != toldReason)
        {
            toldReason = failure?.Reason;
            if (failure is null)
            {
                Log.ReadingRecovered(logger, index, View.Identity?.Uuid);
            }
            else
            {
                Log.ReadingFailed(logger, index, View.Identity?.Uuid, failure.Reason, failure.Words);
            }
        }

        if (failure is null)
        {
            health.Succeeded(duration);
        }
        else
        {
            health.Failed(failure.Reason, duration);
        }
    }
}

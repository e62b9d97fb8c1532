using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Sampling;

/// <summary>Tells log and board how the driver as a whole is: the log when that changes, the board always.</summary>
internal sealed class GpuDriverHealth(CollectorHealth health, GpuOptions options, ILogger logger)
{
    /// <summary>Reason while the GPUs are released.</summary>
    public const string ReleasedReason = "released";

    private string? toldReason;
    private TimeSpan openDuration;

    public CollectorHealth Entry => health;

    public void OpenOverdue()
    {
        toldReason = GpuPublisher.OverdueReason;
        Log.OpenOverdue(logger, options.OpenTimeout);
        health.Overdue(GpuPublisher.OverdueReason);
    }

    public void Opened(IGpuSession session, TimeSpan duration)
    {
        openDuration = duration;
        toldReason = null;
        Log.Opened(logger, session.Readers.Count, session.Description, session.DriverVersion);
        health.Succeeded(duration);
    }

    /// <summary>A GPU was read.</summary>
    public void Works() => health.Succeeded(openDuration);

    public void Unavailable(GpuUnavailable why, TimeSpan duration)
    {
        if (toldReason != why.Reason)
        {
            toldReason = why.Reason;
            Log.Unavailable(logger, why.Reason, why.Words);
        }

        health.Failed(why.Reason, duration);
    }

    public void Lost(GpuFailure failure, TimeSpan pause)
    {
        toldReason = failure.Reason;
        Log.SessionLost(logger, failure.Reason, failure.Words, pause);
        health.Failed(failure.Reason);
    }

    public void Reopening(GpuFailure failure) => Log.Reopening(logger, failure.Reason, failure.Words);

    public void Released(bool wholly)
    {
        toldReason = ReleasedReason;
        health.Failed(ReleasedReason);
        if (wholly)
        {
            Log.Released(logger, options.ReleasePause);
        }
        else
        {
            Log.ReleasedInPart(logger, options.ReleasePause);
        }
    }

    public void TakenUpAgain() => Log.TakenUpAgain(logger);
}

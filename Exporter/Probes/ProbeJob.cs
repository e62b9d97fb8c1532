using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Manners;
using Exporter.Probes.Metrics;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Probes;

/// <summary>
/// Wraps a probe of any protocol and owns everything that is the same for all: when it runs, its time-out, its outcome, its
/// trace, what is counted and what is logged.
/// </summary>
internal sealed class ProbeJob : IAsyncDisposable
{
    private readonly TargetConfig target;
    private readonly ProbeConfig config;
    private readonly IProbe probe;
    private readonly ProbeMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ProbeFailureLog failureLog;
    private readonly ProbeTracing tracing = new();
    private readonly ProbeGate gate;
    private readonly Action<SentRequest>? sent;
    private readonly PeriodicLoop loop;
    private bool isPrepared;
    private int disposed;

    /// <param name="probe">Disposed with the job.</param>
    /// <param name="metrics">Not disposed: its counters outlive a job that a reload replaces.</param>
    /// <param name="time">The clock of the schedule, the time-out and every measurement.</param>
    /// <param name="maintenance">Maintenance of the target begun by a person; null where nobody can.</param>
    /// <param name="budget">What earlier jobs of the probe have cost; null where there were none.</param>
    /// <param name="sent">Told of every request that goes out; null where nobody asks.</param>
    public ProbeJob(
        TargetConfig target,
        ProbeConfig config,
        IProbe probe,
        ProbeMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers,
        MaintenanceSwitch? maintenance = null,
        TokenBudget? budget = null,
        Action<SentRequest>? sent = null)
    {
        gate = new ProbeGate(target, config, maintenance, time, budget, sent);
        this.sent = sent;
        this.target = target;
        this.config = config;
        this.probe = probe;
        this.metrics = metrics;
        this.time = time;
        logger = loggers.CreateLogger<ProbeJob>();
        failureLog = new ProbeFailureLog(target.Name, config.Name, time, logger);
        var name = $"{target.Name}/{config.Name}";
        var schedule = new PeriodicSchedule
        {
            Name = name,
            Interval = config.Interval,
            FirstDelay = Stagger.FirstDelay(name, config.Interval),
        };
        loop = new PeriodicLoop(schedule, TickAsync, time, logger, missed => metrics.Skip(ProbeSkipReason.PreviousRunning, missed));
    }

    /// <summary>True while a probe has been running for longer than the interval: it ignores its time-out.</summary>
    public bool IsOverdue => loop.IsOverdue;

    /// <summary>Whether a run ended since the start, well or not.</summary>
    public bool HasFinishedOnce => loop.Ticks > 0;

    /// <summary>Starts the schedule and publishes the configuration of this job.</summary>
    public void Start()
    {
        metrics.UpdateConfig(target, config);
        metrics.IsInMaintenance = () => gate.IsInMaintenance;
        loop.Start();
    }

    /// <summary>What the schedule does: runs the probe, unless maintenance, its budget or a busy server forbid it.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        if (await gate.WhyNotNowAsync(cancellationToken).ConfigureAwait(false) is { } reason)
        {
            metrics.Skip(reason);
            var label = reason.Label();
            Log.NotNow(logger, target.Name, config.Name, label);
            return;
        }

        gate.Spend((await RunOnceAsync(cancellationToken).ConfigureAwait(false)).Tokens);
    }

    /// <summary>Runs the probe now, counted and logged like every other run.</summary>
    /// <param name="cancellationToken">Ends the run; nothing is counted then, as a stop is no fault of the server.</param>
    public async Task<ProbeResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        using var activity = tracing.Start(target.Name, config.Name);
        var run = new ProbeRun(time) { Sent = sent };
        metrics.Begin();
        try
        {
            var result = await ProbeAttempt.RunAsync(probe, run, config.Timeout, bug => Log.Bug(logger, bug, target.Name, config.Name), cancellationToken).ConfigureAwait(false);
            // Still inside the activity: its trace id becomes the exemplar.
            metrics.Record(result);
            ProbeTracing.Finish(activity, result);
            failureLog.Tell(result);
            return result;
        }
        finally
        {
            metrics.End();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        await loop.DisposeAsync().ConfigureAwait(false);
        probe.Dispose();
        gate.Dispose();
        tracing.Dispose();
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!isPrepared)
        {
            isPrepared = true;
            await ProbeWarmUp.PrepareAsync(probe, target, cancellationToken).ConfigureAwait(false);
        }
    }
}

using Exporter.Gpu.Events;
using Exporter.Gpu.Processes;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Sampling;

/// <summary>
/// Opens the driver, keeps one sampler for every GPU, and opens the driver again when it is missing or gets lost, with growing
/// pauses. <see cref="Read"/> gives what is true now without touching the driver.
/// </summary>
internal sealed class GpuCollection : IAsyncDisposable
{
    /// <summary>Name of these collectors on the board.</summary>
    public const string CollectorName = "gpu";

    private readonly GpuSessions sessions;
    private readonly GpuServingParts shared;
    private readonly GpuOptions options;
    private readonly GpuDriverHealth health;
    private readonly GpuPause pause;
    private readonly TimeProvider time;
    private readonly GpuUpgradeLook upgrade;
    private readonly Backoff pauses;
    private readonly GpuViews views;
    private readonly GpuReleases releases = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly KernelLogWatch? kernelLog;
    private Task? running;

    /// <param name="driver">The way to the GPUs.</param>
    /// <param name="options">Interval, time-outs, pauses.</param>
    /// <param name="board">Gets one entry for the driver and one for each GPU.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="loggers">Makes the logger of this area.</param>
    /// <param name="owners">Says whose the processes on the GPUs are; null knows no target.</param>
    /// <param name="kernelLog">A second source of Xid errors; null reads the driver's events alone.</param>
    public GpuCollection(
        IGpuDriver driver,
        GpuOptions options,
        CollectorHealthBoard board,
        TimeProvider time,
        ILoggerFactory loggers,
        IProcessOwners? owners = null,
        IKernelLog? kernelLog = null)
    {
        this.options = options;
        this.time = time;
        var logger = loggers.CreateLogger<GpuCollection>();
        var xids = new GpuXids(time, logger);
        views = new GpuViews(xids, time);
        shared = new GpuServingParts(options, board, owners ?? NoProcessOwners.Instance, new GpuPatience(options, time), new HangingCalls(), xids, time, logger);
        this.kernelLog = kernelLog is null ? null : new KernelLogWatch(kernelLog, xids, board, time, logger);
        sessions = new GpuSessions(driver, options, time, logger);
        pauses = new Backoff(options.FirstPause, options.LongestPause);
        pause = new GpuPause(driver, releases, options, time);
        health = new GpuDriverHealth(board.Add(CollectorName), options, logger);
        upgrade = new GpuUpgradeLook(logger);
    }

    /// <summary>Whether a newer driver waits to be loaded; null while no driver is open.</summary>
    public bool? IsUpgradePending => upgrade.IsPending;

    /// <summary>How many GPUs there were at the last enumeration, plus those lost since; null before the first.</summary>
    public int? Expected => views.Expected;

    /// <summary>Starts in the background; it may be started once.</summary>
    public void Start()
    {
        if (running is not null)
        {
            throw new InvalidOperationException("The GPU collection was started already.");
        }

        running = Task.Run(() => RunAsync(stopping.Token));
    }

    /// <summary>Every GPU as it is known now; a snapshot that is no longer true is left out. Reads memory only.</summary>
    public IReadOnlyList<GpuView> Read() => views.Read();

    /// <summary>
    /// Closes the driver, so that a reset, a change of MIG or a driver update can go through, and takes it up again after a pause. A
    /// second call meanwhile begins the pause anew.
    /// </summary>
    /// <returns>Whether the driver was closed wholly: not where a call hangs inside it. Completes when that is known.</returns>
    public Task<bool> ReleaseAsync() => releases.Request();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        if (running is not null)
        {
            await running.ConfigureAwait(false);
        }

        if (kernelLog is not null)
        {
            await kernelLog.DisposeAsync().ConfigureAwait(false);
        }

        shared.Board.Remove(health.Entry);
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var wait = await OpenAndServeAsync(cancellationToken).ConfigureAwait(false);
                switch (await pause.WaitAsync(wait, cancellationToken).ConfigureAwait(false))
                {
                    case GpuPauseEnd.DriverChanged:
                        pauses.Reset();
                        break;
                    case GpuPauseEnd.ReleaseRequested:
                        // Nothing is open: there is nothing to close.
                        await HoldReleasedAsync(wholly: true, cancellationToken).ConfigureAwait(false);
                        break;
                    default:
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stop asked for it.
        }
    }

    /// <returns>How long to wait before the next opening.</returns>
    private async Task<TimeSpan> OpenAndServeAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var opening = await sessions.OpenAsync(health.OpenOverdue, cancellationToken).ConfigureAwait(false);
        var duration = time.GetElapsedTime(started);
        if (opening.Session is not { } session)
        {
            views.End();
            health.Unavailable(opening.Unavailable!, duration);
            return pauses.Next();
        }

        health.Opened(session, duration);
        kernelLog?.EnsureStarted();
        var (reason, closed) = await ServeAsync(session, cancellationToken).ConfigureAwait(false);
        if (reason is null)
        {
            await HoldReleasedAsync(closed, cancellationToken).ConfigureAwait(false);
            return TimeSpan.Zero;
        }

        if (reason.AtOnce)
        {
            health.Reopening(reason.Failure);
            return TimeSpan.Zero;
        }

        var wait = pauses.Next();
        health.Lost(reason.Failure, wait);
        return wait;
    }

    /// <returns>Why it ended, null for a release; and whether the session was closed wholly.</returns>
    private async Task<(GpuReopenReason? Reason, bool Closed)> ServeAsync(IGpuSession session, CancellationToken cancellationToken)
    {
        var current = new GpuServing(session, shared, OnChanged);
        views.Begin(current.Samplers);
        current.Start();
        GpuReopenReason? reason = null;
        var closed = false;
        try
        {
            reason = await UntilOverAsync(session, current, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            var hasEnded = await current.StopAsync().ConfigureAwait(false);
            Clear(reason);
            closed = await EndAsync(session, hasEnded).ConfigureAwait(false);
        }

        return (reason, closed);
    }

    private void Clear(GpuReopenReason? reason)
    {
        switch (reason)
        {
            case null:
                views.Clear();
                break;
            case { AtOnce: true }:
                views.Bridge();
                break;
            default:
                views.End();
                break;
        }

        upgrade.Forget();
    }

    private async Task<bool> EndAsync(IGpuSession session, bool hasEnded)
    {
        if (hasEnded)
        {
            return await sessions.CloseAsync(session).ConfigureAwait(false);
        }

        sessions.Abandon(session);
        return false;
    }

    private async Task<GpuReopenReason?> UntilOverAsync(IGpuSession session, GpuServing current, CancellationToken cancellationToken)
    {
        while (true)
        {
            upgrade.Look(session);
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var look = Task.Delay(options.UpgradeInterval, time, bound.Token);
            var first = await Task.WhenAny(current.Over, releases.Requested, look).ConfigureAwait(false);
            await bound.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (first == current.Over)
            {
                return await current.Over.ConfigureAwait(false);
            }

            if (first != look)
            {
                return null;
            }
        }
    }

    private async Task HoldReleasedAsync(bool wholly, CancellationToken cancellationToken)
    {
        health.Released(wholly);
        await pause.HoldAsync(wholly, cancellationToken).ConfigureAwait(false);
        health.TakenUpAgain();
    }

    private void OnChanged(GpuSampler sampler)
    {
        views.Update();
        if (sampler.View.Reading is not null)
        {
            pauses.Reset();
            health.Works();
        }
    }
}

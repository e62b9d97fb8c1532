using System.Collections.Immutable;
using System.Globalization;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Gpu;

/// <summary>
/// Opens the driver, keeps one sampler for every GPU, and opens the driver again when it is missing or gets lost, with growing
/// pauses. <see cref="Read"/> gives what is true now without touching the driver.
/// </summary>
internal sealed class GpuCollection : IAsyncDisposable
{
    /// <summary>Name of these collectors on the board.</summary>
    public const string CollectorName = "gpu";

    private readonly Lock gate = new();
    private readonly GpuSessions sessions;
    private readonly GpuOptions options;
    private readonly CollectorHealthBoard board;
    private readonly CollectorHealth health;
    private readonly IProcessOwners owners;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Backoff pauses;
    private readonly GpuRoster roster = new();
    private readonly CancellationTokenSource stopping = new();
    private ImmutableArray<GpuView> views = [];
    private ImmutableArray<GpuSampler> samplers = [];
    private TaskCompletionSource<GpuFailure> lost = new();
    private TimeSpan openDuration;
    private long? failingSince;
    private string? toldReason;
    private Task? running;

    /// <param name="driver">The way to the GPUs.</param>
    /// <param name="options">Interval, time-outs, pauses.</param>
    /// <param name="board">Gets one entry for the driver and one for each GPU.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="loggers">Makes the logger of this area.</param>
    /// <param name="owners">Says whose the processes on the GPUs are; null knows no target.</param>
    public GpuCollection(IGpuDriver driver, GpuOptions options, CollectorHealthBoard board, TimeProvider time, ILoggerFactory loggers, IProcessOwners? owners = null)
    {
        this.options = options;
        this.board = board;
        this.time = time;
        this.owners = owners ?? NoProcessOwners.Instance;
        logger = loggers.CreateLogger<GpuCollection>();
        sessions = new GpuSessions(driver, options, time, logger);
        pauses = new Backoff(options.FirstPause, options.LongestPause);
        health = board.Add(CollectorName);
    }

    /// <summary>How many GPUs there were at the last enumeration, plus those lost since; null before the first.</summary>
    public int? Expected
    {
        get
        {
            lock (gate)
            {
                return roster.Expected;
            }
        }
    }

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
    public IReadOnlyList<GpuView> Read()
    {
        ImmutableArray<GpuView> current;
        lock (gate)
        {
            current = views;
        }

        for (var i = 0; i < current.Length; i++)
        {
            if (current[i].Snapshot?.IsExpired(time) == true)
            {
                current = current.SetItem(i, current[i] with { Snapshot = null });
            }
        }

        return current;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        if (running is not null)
        {
            await running.ConfigureAwait(false);
        }

        board.Remove(health);
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var opening = await OpenAsync(cancellationToken).ConfigureAwait(false);
                TimeSpan pause;
                if (opening.Session is { } session)
                {
                    var failure = await ServeAsync(session, cancellationToken).ConfigureAwait(false);
                    pause = pauses.Next();
                    TellLost(failure, pause);
                }
                else
                {
                    pause = pauses.Next();
                    TellUnavailable(opening.Unavailable!);
                }

                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stop asked for it.
        }
    }

    private async Task<GpuOpening> OpenAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var opening = await sessions.OpenAsync(TellOpenOverdue, cancellationToken).ConfigureAwait(false);
        openDuration = time.GetElapsedTime(started);
        return opening;
    }

    private async Task<GpuFailure> ServeAsync(IGpuSession session, CancellationToken cancellationToken)
    {
        health.Succeeded(openDuration);
        toldReason = null;
        Log.Opened(logger, session.Readers.Count, session.Description, session.DriverVersion);
        lost = new TaskCompletionSource<GpuFailure>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            samplers = [.. session.Readers.Select(NewSampler)];
            failingSince = null;
        }

        Resolve();
        try
        {
            foreach (var sampler in samplers)
            {
                sampler.Start();
            }

            return await lost.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await CloseAsync(session).ConfigureAwait(false);
        }
    }

    private GpuSampler NewSampler(IGpuReader reader)
    {
        var entry = board.Add(CollectorName, reader.Index.ToString(CultureInfo.InvariantCulture));
        return new GpuSampler(reader, options, owners, entry, OnPublished, time, logger);
    }

    private async Task CloseAsync(IGpuSession session)
    {
        var ended = await Task.WhenAll(samplers.Select(sampler => sampler.StopAsync())).ConfigureAwait(false);
        foreach (var sampler in samplers)
        {
            board.Remove(sampler.Health);
        }

        lock (gate)
        {
            samplers = [];
            views = roster.Resolve([], isComplete: false);
        }

        if (ended.All(inTime => inTime))
        {
            await sessions.CloseAsync(session).ConfigureAwait(false);
        }
        else
        {
            sessions.Abandon(session);
        }
    }

    private void OnPublished(GpuSampler sampler)
    {
        Resolve();
        switch (sampler.View.Snapshot)
        {
            case { Failure: { Scope: GpuFailureScope.Session } failure }:
                lost.TrySetResult(failure);
                break;
            case { Failure: { } failure } when HasNoneToLose():
                lost.TrySetResult(failure);
                break;
            case { Reading: not null }:
                lock (gate)
                {
                    failingSince = null;
                }

                pauses.Reset();
                health.Succeeded(openDuration);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Whether every GPU has been failing for long. Then the driver is opened anew, which is what some failures need and costs no
    /// reading; one GPU that hangs rules it out, since nothing may be closed under its call.
    /// </summary>
    private bool HasNoneToLose()
    {
        lock (gate)
        {
            if (samplers.Any(sampler => sampler.View.Snapshot?.Failure is null))
            {
                failingSince = null;
                return false;
            }

            failingSince ??= time.GetTimestamp();
            return time.GetElapsedTime(failingSince.Value) >= options.ReopenAfter;
        }
    }

    private void Resolve()
    {
        lock (gate)
        {
            var live = samplers;
            if (!live.IsEmpty)
            {
                views = roster.Resolve([.. live.Select(sampler => sampler.View)], live.All(sampler => sampler.HasResult));
            }
        }
    }

    private void TellOpenOverdue()
    {
        toldReason = GpuSampler.OverdueReason;
        Log.OpenOverdue(logger, options.OpenTimeout);
        health.Overdue(GpuSampler.OverdueReason);
    }

    private void TellLost(GpuFailure failure, TimeSpan pause)
    {
        toldReason = failure.Reason;
        Log.SessionLost(logger, failure.Reason, failure.Words, pause);
        health.Failed(failure.Reason);
    }

    private void TellUnavailable(GpuUnavailable why)
    {
        if (toldReason != why.Reason)
        {
            toldReason = why.Reason;
            Log.Unavailable(logger, why.Reason, why.Words);
        }

        health.Failed(why.Reason, openDuration);
    }
}

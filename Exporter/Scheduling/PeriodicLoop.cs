using Microsoft.Extensions.Logging;

namespace Exporter.Scheduling;

/// <summary>
/// Runs one job at fixed ticks of the monotonic clock: never two at once, never a catch-up burst. A tick that falls into a
/// running one is skipped and counted. An exception of the job is logged and counted, and the next tick comes all the same.
/// </summary>
/// <remarks>The properties may be read from any thread.</remarks>
internal sealed class PeriodicLoop : IAsyncDisposable
{
    private readonly PeriodicSchedule schedule;
    private readonly Func<CancellationToken, Task> job;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Action<long>? skipped;
    private readonly CancellationTokenSource stopping = new();
    private Task? running;
    private long tickStarted = NotTicking;
    private long ticks;
    private long failedTicks;
    private long skippedTicks;

    private const long NotTicking = long.MinValue;

    /// <param name="schedule">When the job runs.</param>
    /// <param name="job">The job; its token fires when the loop stops.</param>
    /// <param name="time">The clock of every wait and measurement.</param>
    /// <param name="logger">Where failures of the job are told.</param>
    /// <param name="skipped">Told how many ticks were just skipped; may be null.</param>
    public PeriodicLoop(PeriodicSchedule schedule, Func<CancellationToken, Task> job, TimeProvider time, ILogger logger, Action<long>? skipped = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(schedule.Interval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(schedule.FirstDelay, TimeSpan.Zero);
        this.schedule = schedule;
        this.job = job;
        this.time = time;
        this.logger = logger;
        this.skipped = skipped;
    }

    /// <summary>Ticks that ran to their end, failed ones included.</summary>
    public long Ticks => Interlocked.Read(ref ticks);

    /// <summary>Ticks that ended with an exception: each is a bug.</summary>
    public long FailedTicks => Interlocked.Read(ref failedTicks);

    /// <summary>Ticks that were due while the one before still ran.</summary>
    public long SkippedTicks => Interlocked.Read(ref skippedTicks);

    /// <summary>How long the tick in progress has been running; null between ticks.</summary>
    public TimeSpan? TickAge
    {
        get
        {
            var started = Interlocked.Read(ref tickStarted);
            return started == NotTicking ? null : time.GetElapsedTime(started);
        }
    }

    /// <summary>True while a tick has been running for longer than the interval.</summary>
    public bool IsOverdue => TickAge > schedule.Interval;

    /// <summary>Starts the loop; it may be started once.</summary>
    public void Start()
    {
        if (running is not null)
        {
            throw new InvalidOperationException($"The loop '{schedule.Name}' was started already.");
        }

        var start = time.GetTimestamp();
        running = Task.Run(() => RunAsync(start, stopping.Token));
    }

    /// <summary>Cancels the tick in progress and waits for it, no longer than the schedule's bound.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        if (running is null)
        {
            return;
        }

        try
        {
            await running.WaitAsync(schedule.StopBound, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.StopBoundHit(logger, schedule.Name, schedule.StopBound);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        if (running is null or { IsCompleted: true })
        {
            stopping.Dispose();
        }
    }

    private async Task RunAsync(long start, CancellationToken cancellationToken)
    {
        long index = 0;
        while (await WaitForTickAsync(start, index, cancellationToken).ConfigureAwait(false))
        {
            await TickAsync(cancellationToken).ConfigureAwait(false);
            index = NextIndex(start, index);
        }
    }

    private async Task<bool> WaitForTickAsync(long start, long index, CancellationToken cancellationToken)
    {
        var due = DueAfterStart(index);
        try
        {
            // A timer may fire a little early; a tick never does.
            for (var left = due - time.GetElapsedTime(start); left > TimeSpan.Zero; left = due - time.GetElapsedTime(start))
            {
                await Task.Delay(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        return !cancellationToken.IsCancellationRequested;
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref tickStarted, time.GetTimestamp());
        try
        {
            await job(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stop asked for it.
        }
#pragma warning disable CA1031 // The loop is one of the two places where a bug must not end the daemon.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref failedTicks);
            Log.TickFailed(logger, bug, schedule.Name);
        }
        finally
        {
            Interlocked.Exchange(ref tickStarted, NotTicking);
            Interlocked.Increment(ref ticks);
        }
    }

    /// <summary>The first tick that is not yet past; those in between are counted as skipped.</summary>
    private long NextIndex(long start, long index)
    {
        var next = index + 1;
        var late = time.GetElapsedTime(start) - DueAfterStart(next);
        if (late <= TimeSpan.Zero)
        {
            return next;
        }

        var missed = ((late.Ticks - 1) / schedule.Interval.Ticks) + 1;
        Interlocked.Add(ref skippedTicks, missed);
        skipped?.Invoke(missed);
        return next + missed;
    }

    private TimeSpan DueAfterStart(long index) => schedule.FirstDelay + (index * schedule.Interval);
}

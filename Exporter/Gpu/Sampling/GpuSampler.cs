using Exporter.Gpu.Processes;
using Exporter.Gpu.Readings;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Sampling;

/// <summary>
/// Reads one GPU at every tick on a thread of its own. A call into a driver can hang for ever and cannot be cancelled, so the
/// thread is disposable: a watchdog marks the GPU overdue, its snapshot ends, and nobody waits for it.
/// </summary>
/// <remarks><see cref="View"/> may be read from any thread. No lock of this class is held during a native call.</remarks>
internal sealed class GpuSampler : IAsyncDisposable
{
    private const long NotReading = long.MinValue;

    private static GpuFailure InternalError { get; } = new(GpuFailureScope.Reading, "internal_error", "This is a bug of the exporter; please report it with the log.");

    private readonly object gate = new();
    private readonly IGpuReader reader;
    private readonly GpuOptions options;
    private readonly KnownOwners owners;
    private readonly GpuPublisher publisher;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly PeriodicLoop ticks;
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<bool>? stop;
    private long readStarted = NotReading;
    private bool isDue;
    private bool isStopping;
    private bool isOverdue;
    private bool hasEntered;

    /// <param name="reader">The GPU; used by this sampler's thread alone.</param>
    /// <param name="options">How often, and how long a reading may take.</param>
    /// <param name="owners">Says whose the processes are.</param>
    /// <param name="health">The GPU's entry on the board.</param>
    /// <param name="published">Told after every change of <see cref="View"/>, on the thread that made it; must be quick and not call back.</param>
    /// <param name="time">The clock of ticks and expiry.</param>
    /// <param name="logger">Told when a failure starts, changes and ends.</param>
    public GpuSampler(IGpuReader reader, GpuOptions options, IProcessOwners owners, CollectorHealth health, Action<GpuSampler> published, TimeProvider time, ILogger logger)
    {
        this.reader = reader;
        this.options = options;
        this.owners = new KnownOwners(owners);
        this.time = time;
        this.logger = logger;
        publisher = new GpuPublisher(reader.Index, health, () => published(this), logger);
        var name = $"gpu-{reader.Index}";
        thread = new Thread(Run) { Name = name, IsBackground = true };
        ticks = new PeriodicLoop(
            new PeriodicSchedule { Name = name, Interval = options.Interval, FirstDelay = Stagger.FirstDelay(name, options.Interval) },
            TickAsync,
            time,
            logger);
    }

    public CollectorHealth Health => publisher.Health;

    /// <summary>Whether this sampler's thread may go into the driver; asked at every tick until it may.</summary>
    public Func<bool> MayEnter { get; init; } = () => true;

    /// <summary>Whether its thread is out of the driver for good.</summary>
    public bool HasEnded => ended.Task.IsCompleted;

    /// <summary>The GPU as last read; without a snapshot before the first result and while a reading is overdue.</summary>
    public GpuView View => publisher.View;

    /// <summary>Whether anything is known yet: a reading, a failure, or that it hangs.</summary>
    public bool HasResult => publisher.HasResult;

    public void Start()
    {
        hasEntered = MayEnter();
        if (hasEntered)
        {
            thread.Start();
        }

        ticks.Start();
    }

    /// <summary>Ends ticks and thread.</summary>
    /// <returns>False when a call still hangs; then the thread is left behind and what it may yet bring is dropped.</returns>
    public Task<bool> StopAsync() => stop ??= StopOnceAsync();

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task<bool> StopOnceAsync()
    {
        await ticks.DisposeAsync().ConfigureAwait(false);
        lock (gate)
        {
            isStopping = true;
            Monitor.PulseAll(gate);
        }

        if (!hasEntered)
        {
            ended.SetResult();
        }

        try
        {
            await ended.Task.WaitAsync(options.StopBound, time, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task TickAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!hasEntered && !TryEnter())
            {
                return Task.CompletedTask;
            }

            if (readStarted == NotReading)
            {
                isDue = true;
                Monitor.PulseAll(gate);
                return Task.CompletedTask;
            }

            if (!isOverdue && time.GetElapsedTime(readStarted) >= options.Timeout)
            {
                LogOverdue();
                isOverdue = true;
                publisher.Overdue();
            }
        }

        return Task.CompletedTask;
    }

    private bool TryEnter()
    {
        hasEntered = MayEnter();
        if (hasEntered)
        {
            isOverdue = false;
            thread.Start();
        }
        else if (!isOverdue)
        {
            isOverdue = true;
            Log.TooManyHanging(logger, reader.Index);
            publisher.Overdue();
        }

        return hasEntered;
    }

    private void Run()
    {
        while (WaitUntilDue())
        {
            var started = time.GetTimestamp();
            lock (gate)
            {
                readStarted = started;
            }

            var (identity, snapshot) = ReadGuarded(started);
            Publish(identity, snapshot, time.GetElapsedTime(started));
        }

        ended.SetResult();
    }

    private bool WaitUntilDue()
    {
        lock (gate)
        {
            while (!isDue && !isStopping)
            {
                Monitor.Wait(gate);
            }

            isDue = false;
            return !isStopping;
        }
    }

    private (GpuIdentity? Identity, GpuSnapshot Snapshot) ReadGuarded(long started)
    {
        try
        {
            var result = reader.Read();
            return (result.Identity, ToSnapshot(result, started));
        }
#pragma warning disable CA1031 // A bug in reading one GPU must end neither this thread nor the daemon.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            publisher.Bug(bug, InternalError);
            return (null, ToSnapshot(GpuReadResult.Failed(null, InternalError), started));
        }
    }

    /// <summary>True until the next reading, which is due after one interval and may take until the time-out.</summary>
    private GpuSnapshot ToSnapshot(GpuReadResult result, long started) => GpuSnapshot.Of(result, owners, started, options.Interval + options.Timeout);

    private void Publish(GpuIdentity? identity, GpuSnapshot snapshot, TimeSpan duration)
    {
        lock (gate)
        {
            readStarted = NotReading;
            if (isStopping)
            {
                return;
            }

            if (isOverdue || duration > options.Timeout)
            {
                LogOverdue();
                publisher.ReadLate(duration);
            }
            else
            {
                publisher.Read(identity, snapshot, duration);
            }

            isOverdue = false;
        }
    }

    private void LogOverdue()
    {
        if (!isOverdue)
        {
            Log.ReadingOverdue(logger, reader.Index, View.Identity?.Uuid, options.Timeout);
        }
    }
}

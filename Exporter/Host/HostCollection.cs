using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Host;

/// <summary>Reads the host at every tick and keeps the newest reading for as long as it is true.</summary>
internal sealed class HostCollection : IAsyncDisposable
{
    private readonly HostReader reader;
    private readonly CollectorHealthBoard board;
    private readonly CollectorHealth health;
    private readonly PeriodicLoop loop;
    private readonly TimeSpan lifetime;
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private Reading? newest;
    private ITimer? watch;
    private string reportedFailure = "";
    private string reportedUnanswered = "";
    private bool reportedCapacity;

    public HostCollection(HostOptions options, CollectorHealthBoard board, TimeProvider time, ILogger logger)
        : this(options, FileSystemSizes.Ask, board, time, logger)
    {
    }

    /// <param name="fileSystemSize">Asks the file system at a path for its size; may hang.</param>
    public HostCollection(HostOptions options, Func<string, (long Used, long Limit)?> fileSystemSize, CollectorHealthBoard board, TimeProvider time, ILogger logger)
    {
        reader = new HostReader(options, fileSystemSize, time);
        health = board.Add("host");
        loop = new PeriodicLoop(new PeriodicSchedule { Name = "host", Interval = options.Interval }, ReadAsync, time, logger);
        interval = options.Interval;
        // One late reading must not make gaps; two missing ones are a failure.
        lifetime = (2 * options.Interval) + TimeSpan.FromSeconds(1);
        this.board = board;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>The newest reading; null before the first and once it is too old to be true. Any thread may ask.</summary>
    public HostSnapshot? Snapshot =>
        Volatile.Read(ref newest) is { } reading && time.GetElapsedTime(reading.Timestamp) <= lifetime ? reading.Snapshot : null;

    /// <summary>Starts reading; the first reading begins at once.</summary>
    public void Start()
    {
        loop.Start();
        watch = time.CreateTimer(_ => TellIfOverdue(), state: null, interval, interval);
    }

    public async ValueTask DisposeAsync()
    {
        if (watch is not null)
        {
            await watch.DisposeAsync().ConfigureAwait(false);
        }

        await loop.DisposeAsync().ConfigureAwait(false);
        board.Remove(health);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var snapshot = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref newest, new Reading(snapshot, time.GetTimestamp()));
        ReportFileSystems();
        // Last: who sees a result on the board finds the snapshot that goes with it.
        Judge(snapshot, time.GetElapsedTime(started));
    }

    private void Judge(HostSnapshot snapshot, TimeSpan duration)
    {
        var failure = FailureOf(snapshot);
        if (failure is not null && failure != reportedFailure)
        {
            Log.SourceFailed(logger, failure);
        }
        else if (failure is null && reportedFailure.Length > 0)
        {
            Log.SourcesRecovered(logger);
        }

        reportedFailure = failure ?? "";
        if (failure is null)
        {
            health.Succeeded(duration);
        }
        else
        {
            health.Failed(failure, duration);
        }
    }

    /// <summary>What every kernel has; the rest (pressure, disks, …) may rightly be absent.</summary>
    private static string? FailureOf(HostSnapshot snapshot) => snapshot switch
    {
        { Cpu: null, Memory: null, Load: null, Uptime: null } => "proc_unreadable",
        { Cpu: null } => "stat_unreadable",
        { Memory: null } => "meminfo_unreadable",
        { Load: null } => "loadavg_unreadable",
        { Uptime: null } => "uptime_unreadable",
        _ => null,
    };

    private void ReportFileSystems()
    {
        var unanswered = string.Join(", ", reader.UnansweredFileSystems.Order(StringComparer.Ordinal));
        if (unanswered.Length > 0 && unanswered != reportedUnanswered)
        {
            Log.FileSystemsUnanswered(logger, unanswered);
        }
        else if (unanswered.Length == 0 && reportedUnanswered.Length > 0)
        {
            Log.FileSystemsAnswered(logger);
        }

        reportedUnanswered = unanswered;
        if (reader.IsCapacityExceeded && !reportedCapacity)
        {
            reportedCapacity = true;
            Log.CapacityExceeded(logger);
        }
    }

    private void TellIfOverdue()
    {
        if (loop.IsOverdue)
        {
            health.Overdue("reading_hangs");
        }
    }

    private sealed record Reading(HostSnapshot Snapshot, long Timestamp);
}

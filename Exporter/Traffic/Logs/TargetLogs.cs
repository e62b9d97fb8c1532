using Exporter.Scheduling;
using Exporter.Traffic.Logs.Journal;
using Exporter.Traffic.Logs.Lines;
using Exporter.Traffic.Logs.Positions;
using Exporter.Traffic.Logs.Tailing;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.Logs;

/// <summary>Reads the access logs of one target: a loop for each path or pattern, a child for each unit of the journal.</summary>
internal sealed class TargetLogs : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly List<JournalFollower> journals = [];
    private readonly List<(LogFileSet Files, PeriodicLoop Loop)> files = [];

    public TargetLogs(AccessLogOptions options, AccessLogMetrics metrics, OwnRequests own, LogPositions positions, TimeProvider time, ILogger logger)
    {
        Options = options;
        foreach (var log in options.Logs)
        {
            var counter = new LineCounter(AccessLineParsers.For(log), new RouteTable(log.Routes), own, metrics);
            if (log.Journal is { } unit)
            {
                journals.Add(new JournalFollower(options.Target, unit, counter, positions, time, logger));
                continue;
            }

            var set = new LogFileSet(options.Target, log.Path!, counter, metrics, positions, time, logger);
            var schedule = new PeriodicSchedule { Name = $"log {log.Path}", Interval = Interval };
            files.Add((set, new PeriodicLoop(schedule, Polling(set), time, logger)));
        }
    }

    public AccessLogOptions Options { get; }

    /// <summary>Why not everything can be read, as a label value; null where everything can.</summary>
    public string? Problem => files.Select(static f => f.Files.Problem).Concat(journals.Select(static j => j.Problem)).FirstOrDefault(static p => p is not null);

    /// <summary>As positions name the logs of a target.</summary>
    public static IEnumerable<(string Target, string Source)> SourcesOf(AccessLogOptions options) =>
        options.Logs.Select(log => (options.Target, log.Path ?? JournalFollower.SourceOf(log.Journal!)));

    public void Start()
    {
        journals.ForEach(static j => j.Start());
        files.ForEach(static f => f.Loop.Start());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in journals)
        {
            await journal.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var (set, loop) in files)
        {
            await loop.DisposeAsync().ConfigureAwait(false);
            set.Dispose();
        }
    }

    private static Func<CancellationToken, Task> Polling(LogFileSet set) => _ =>
    {
        set.Poll();
        return Task.CompletedTask;
    };
}

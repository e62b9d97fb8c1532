using System.Collections.Concurrent;
using Exporter.Scheduling;
using Exporter.Traffic.Logs.Positions;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.Logs;

/// <summary>
/// Follows the access logs of all targets. A new configuration is compared with what runs: a target whose logs are unchanged is read
/// on undisturbed, one that changed is read on from where it was.
/// </summary>
internal sealed class AccessLogCollection : IAsyncDisposable
{
    public const string CollectorName = "logs";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CollectorHealthBoard board;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly LogPositions positions;
    private readonly PeriodicLoop keeping;
    private readonly ConcurrentDictionary<string, OwnRequests> own = new(StringComparer.Ordinal);
    private CollectorHealth? health;
    private Dictionary<string, (TargetLogs Logs, AccessLogMetrics Metrics)> running = [];

    public AccessLogCollection(CollectorHealthBoard board, TimeProvider time, ILogger logger)
    {
        this.board = board;
        this.time = time;
        this.logger = logger;
        positions = new LogPositions(logger);
        keeping = new PeriodicLoop(new PeriodicSchedule { Name = "log positions", Interval = Interval }, KeepAsync, time, logger);
    }

    /// <summary>What our probes have sent to a target; those of a target without logs are nothing to remember.</summary>
    public OwnRequests? RequestsTo(string target) => own.GetValueOrDefault(target);

    /// <summary>Makes the followed logs those of <paramref name="wanted"/>. Calls must not overlap.</summary>
    /// <param name="stateDirectory">Where positions are kept over a restart; null keeps none.</param>
    /// <param name="exchange">Lets meters end (its first argument) and begin (its second) together.</param>
    public async Task ApplyAsync(IReadOnlyList<AccessLogOptions> wanted, string? stateDirectory, Action<Action, Action> exchange)
    {
        positions.Open(stateDirectory);
        var before = Volatile.Read(ref running);
        var changed = wanted.Where(w => !before.TryGetValue(w.Target, out var now) || now.Logs.Options != w).ToList();
        var ended = before.Where(b => changed.Exists(c => c.Target == b.Key) || !wanted.Any(w => w.Target == b.Key)).ToList();
        var next = before.Except(ended).ToDictionary();
        Dictionary<string, AccessLogMetrics> metrics = [];
        try
        {
            foreach (var (_, (logs, _)) in ended)
            {
                await logs.DisposeAsync().ConfigureAwait(false);
            }

            metrics = ExchangeMetrics(before, wanted, exchange);
            positions.Keep(wanted.SelectMany(TargetLogs.SourcesOf));
            foreach (var options in changed)
            {
                next.Add(options.Target, (Start(options, metrics[options.Target]), metrics[options.Target]));
            }
        }
        catch
        {
            // What is not read any more, or not yet, has no series either: the next attempt begins with what is still read.
            foreach (var idle in before.Values.Select(static b => b.Metrics).Concat(metrics.Values).Except(next.Values.Select(static n => n.Metrics)))
            {
                idle.Dispose();
            }

            throw;
        }
        finally
        {
            Watch(next.Count > 0);
            Volatile.Write(ref running, next);
        }
    }

    public void Start() => keeping.Start();

    public async ValueTask DisposeAsync()
    {
        await keeping.DisposeAsync().ConfigureAwait(false);
        foreach (var (logs, metrics) in running.Values)
        {
            await logs.DisposeAsync().ConfigureAwait(false);
            metrics.Dispose();
        }

        positions.Save();
        Watch(false);
    }

    private TargetLogs Start(AccessLogOptions options, AccessLogMetrics metrics)
    {
        var requests = own.GetOrAdd(options.Target, _ => new OwnRequests(time));
        requests.SetAgents(options.OwnAgents);
        var logs = new TargetLogs(options, metrics, requests, positions, time, logger);
        logs.Start();
        return logs;
    }

    private static Dictionary<string, AccessLogMetrics> ExchangeMetrics(
        Dictionary<string, (TargetLogs Logs, AccessLogMetrics Metrics)> before, IReadOnlyList<AccessLogOptions> wanted, Action<Action, Action> exchange)
    {
        var kept = wanted.Where(w => before.TryGetValue(w.Target, out var now) && now.Logs.Options.CountsAs(w)).ToDictionary(w => w.Target, w => before[w.Target].Metrics);
        var retired = before.Values.Select(b => b.Metrics).Except(kept.Values).ToList();
        var introduced = wanted.Where(w => !kept.ContainsKey(w.Target)).ToList();
        if (retired.Count > 0 || introduced.Count > 0)
        {
            exchange(
                () => retired.ForEach(static m => m.Dispose()),
                () => introduced.ForEach(w => kept.Add(w.Target, new AccessLogMetrics(w.Target, [.. w.Boundaries]))));
        }

        return kept;
    }

    private void Watch(bool wanted)
    {
        if (wanted)
        {
            health ??= board.Add(CollectorName);
        }
        else if (health is { } old)
        {
            health = null;
            board.Remove(old);
        }
    }

    private Task KeepAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        positions.Save();
        if (health is not { } known)
        {
            return Task.CompletedTask;
        }

        if (Volatile.Read(ref running).Values.Select(static r => r.Logs.Problem).FirstOrDefault(static p => p is not null) is { } problem)
        {
            known.Failed(problem);
        }
        else
        {
            known.Succeeded(time.GetElapsedTime(started));
        }

        return Task.CompletedTask;
    }
}

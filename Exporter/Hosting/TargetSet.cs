using System.Collections.Concurrent;
using Exporter.Configuration;
using Exporter.Exposition;
using Exporter.Probes;
using Exporter.Probes.Manners;
using Exporter.Probes.Metrics;
using Exporter.Probes.Quality;
using Exporter.Traffic.State;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>
/// The probes that run now. A new configuration is compared with them by content: what is unchanged keeps its job, what
/// changed gets a new job under its old counters, what is gone loses its series.
/// </summary>
internal sealed class TargetSet(MetricsPipeline pipeline, bool withGenAi, TimeProvider time, ILoggerFactory loggers, Action<string, SentRequest>? sent = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, MaintenanceSwitch> maintenance = new(StringComparer.Ordinal);
    private readonly ILogger logger = loggers.CreateLogger<TargetSet>();
    private Dictionary<ProbeKey, ProbeSlot> slots = [];

    /// <summary>Whether every probe finished at least once.</summary>
    public bool AllFinishedOnce => slots.Values.All(s => s.Job.HasFinishedOnce);

    /// <summary>Whether a probe runs for longer than its interval, which its time-out forbids: then the scheduler stalls.</summary>
    public bool IsStalled => slots.Values.Any(s => s.Job.IsOverdue);

    /// <summary>What the probes of a target know now; any thread may ask.</summary>
    public IReadOnlyList<ProbeEvidence> EvidenceOf(string target) =>
        [.. Volatile.Read(ref slots).Values.Where(s => s.Description.Target.Name == target).Select(s => ProbeFindings.Of(s.Probe, s.Metrics))];

    /// <summary>Makes the running probes those of <paramref name="targets"/>. Calls must not overlap.</summary>
    public async Task ApplyAsync(IReadOnlyList<TargetConfig> targets)
    {
        var wanted = targets.SelectMany(t => t.Probes.Select(p => ProbeSlot.Describe(t, p))).ToDictionary(d => d.Key);
        var next = slots.Where(s => wanted.TryGetValue(s.Key, out var d) && s.Value.RunsAs(d)).ToDictionary();
        var metrics = slots
            .Where(s => wanted.TryGetValue(s.Key, out var d) && s.Value.CountsAs(d))
            .ToDictionary(s => s.Key, s => s.Value.Metrics);
        try
        {
            await Task.WhenAll(slots.Values.Except(next.Values).Select(s => s.Job.DisposeAsync().AsTask()));
            ExchangeMetrics(metrics, wanted.Values);
            foreach (var description in wanted.Values.Where(d => !next.ContainsKey(d.Key)))
            {
                next.Add(description.Key, Start(description, metrics[description.Key]));
            }
        }
        catch
        {
            // What has no job any more, or not yet, has no series either: the next attempt begins with what still runs.
            foreach (var idle in slots.Values.Select(s => s.Metrics).Concat(metrics.Values).Except(next.Values.Select(s => s.Metrics)))
            {
                idle.Dispose();
            }

            throw;
        }
        finally
        {
            Volatile.Write(ref slots, next);
        }
    }

    /// <summary>Begins or (with zero) ends the maintenance of a target by hand. It outlives a reload.</summary>
    public void SetMaintenance(string target, TimeSpan duration)
    {
        SwitchOf(target).Set(duration);
        if (duration > TimeSpan.Zero)
        {
            Log.MaintenanceBegun(logger, target, duration);
        }
        else
        {
            Log.MaintenanceEnded(logger, target);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var all = slots.Values;
        slots = [];
        await Task.WhenAll(all.Select(s => s.Job.DisposeAsync().AsTask()));
        foreach (var slot in all)
        {
            slot.Metrics.Dispose();
        }
    }

    private ProbeSlot Start(ProbeDescription wanted, ProbeMetrics metrics)
    {
        var budget = slots.GetValueOrDefault(wanted.Key)?.Budget ?? new TokenBudget(time);
        var slot = ProbeSlot.Create(wanted, metrics, budget, SwitchOf(wanted.Target.Name), time, loggers, r => sent?.Invoke(wanted.Target.Name, r));
        slot.Job.Start();
        return slot;
    }

    private MaintenanceSwitch SwitchOf(string target) => maintenance.GetOrAdd(target, static (_, clock) => new MaintenanceSwitch(clock), time);

    /// <summary>Ends the meters that are not in <paramref name="metrics"/> and adds those that are missing there.</summary>
    private void ExchangeMetrics(Dictionary<ProbeKey, ProbeMetrics> metrics, IEnumerable<ProbeDescription> wanted)
    {
        var retired = slots.Values.Select(s => s.Metrics).Except(metrics.Values).ToList();
        var introduced = wanted.Where(d => !metrics.ContainsKey(d.Key)).ToList();
        if (retired.Count == 0 && introduced.Count == 0)
        {
            return;
        }

        pipeline.Exchange(
            retire: () => retired.ForEach(m => m.Dispose()),
            introduce: () => introduced.ForEach(d => metrics.Add(d.Key, new ProbeMetrics(d.Target.Name, d.Probe.Name, d.Buckets, time, withGenAi, QualityShape.Of(d.Probe)))));
    }
}

using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Traffic;
using Exporter.Probes;
using Exporter.Probes.Manners;
using Exporter.Probes.Metrics;
using Exporter.Probes.Quality;
using Exporter.Slo;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>One running probe: its job, and what may outlive the job, its metrics and what it has cost.</summary>
internal sealed record ProbeSlot(ProbeDescription Description, ProbeMetrics Metrics, TokenBudget Budget, ProbeJob Job)
{
    public ProbeConfig Probe => Description.Probe;

    public static ProbeDescription Describe(TargetConfig target, ProbeConfig probe) => new(
        target with { Probes = ValueList<ProbeConfig>.Empty, Slo = null, Sockets = true, Logs = ValueList<AccessLogConfig>.Empty, State = new(), Relay = null },
        probe,
        new ProbeBuckets(
            RequestDuration: BucketGrid.RequestDuration(target.Slo, probe.Name),
            TimeToFirstToken: BucketGrid.TimeToFirstToken(target.Slo, probe.Name),
            TimePerOutputToken: BucketGrid.TimePerOutputToken()));

    public static ProbeSlot Create(ProbeDescription description, ProbeMetrics metrics, TokenBudget budget, MaintenanceSwitch maintenance, TimeProvider time, ILoggerFactory loggers, Action<SentRequest>? sent = null)
    {
        var probe = ProbeFactory.Create(description.Target, description.Probe);
        var job = new ProbeJob(description.Target, description.Probe, probe, metrics, time, loggers, maintenance, budget, sent);
        return new ProbeSlot(description, metrics, budget, job);
    }

    /// <summary>Whether the running job is just what is wanted.</summary>
    public bool RunsAs(ProbeDescription wanted) =>
        Description.Target == wanted.Target && Probe == wanted.Probe && CountsAs(wanted);

    /// <summary>Whether the series can go on: boundaries and the closed label sets of the cases cannot change under way.</summary>
    public bool CountsAs(ProbeDescription wanted) => Description.Buckets == wanted.Buckets && QualityShape.Of(Probe) == QualityShape.Of(wanted.Probe);
}

using System.Diagnostics.Metrics;
using Exporter.Configuration;

namespace Exporter.Slo;

/// <summary>Publishes what was promised, so that rules and dashboards need no second copy of the numbers.</summary>
internal sealed class SloMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.slo";

    private readonly Meter meter = new(MeterName);
    private readonly Func<IReadOnlyList<TargetConfig>> targets;

    /// <param name="targets">The targets of the configuration in force; called at every scrape.</param>
    public SloMetrics(Func<IReadOnlyList<TargetConfig>> targets)
    {
        this.targets = targets;
        meter.CreateObservableGauge("slo.objective", Objectives, "1", "Share of probes that the objective asks for, 0 to 1 (from the configuration).");
        meter.CreateObservableGauge("slo.threshold", Thresholds, "s", "Time within which a probe must succeed to count as good (from the configuration).");
        meter.CreateObservableGauge("modelhost_exporter.slo.info", Digests, null, "Always 1; digest of the target's objectives. Rules that were generated from the same objectives carry the same digest.");
    }

    /// <summary>Each reload that changes objectives takes new places.</summary>
    public static int CardinalityLimit(Instrument instrument) => 1024;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Objectives() =>
        from target in targets()
        where target.Slo is not null
        from objective in Objective.Of(target.Slo!)
        select Of(objective.Ratio, target, objective);

    private IEnumerable<Measurement<double>> Thresholds() =>
        from target in targets()
        where target.Slo is not null
        from objective in Objective.Of(target.Slo!)
        where objective.Within is not null
        select Of(objective.Within!.Value.TotalSeconds, target, objective);

    private IEnumerable<Measurement<int>> Digests() =>
        from target in TargetObjectives.Of(targets())
        select new Measurement<int>(1, new KeyValuePair<string, object?>("target", target.Target), new KeyValuePair<string, object?>("digest", target.Digest));

    private static Measurement<double> Of(double value, TargetConfig target, Objective objective) =>
        new(value, new KeyValuePair<string, object?>("target", target.Name), new KeyValuePair<string, object?>("slo", objective.Name));
}

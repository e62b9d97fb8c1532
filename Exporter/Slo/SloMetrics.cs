using System.Diagnostics.Metrics;
using System.Globalization;
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
    }

    public static int CardinalityLimit(Instrument instrument) => 1024;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Objectives()
    {
        foreach (var (target, slo) in WithObjectives())
        {
            if (slo.Availability is { } availability)
            {
                yield return Of(availability, target, "availability");
            }

            if (slo.ErrorRate is { } errorRate)
            {
                // Objectives are shares of good answers throughout, so that one rule shape serves them all.
                yield return Of(1 - errorRate, target, "error_rate");
            }

            foreach (var (name, objective) in Timed(slo))
            {
                yield return Of(objective.Ratio, target, name);
            }
        }
    }

    private IEnumerable<Measurement<double>> Thresholds() =>
        from entry in WithObjectives()
        from timed in Timed(entry.Slo)
        select Of(timed.Objective.Within.TotalSeconds, entry.Target, timed.Name);

    private IEnumerable<(string Target, SloConfig Slo)> WithObjectives() =>
        targets().Where(t => t.Slo is not null).Select(t => (t.Name, t.Slo!));

    private static IEnumerable<(string Name, LatencyObjective Objective)> Timed(SloConfig slo) =>
        slo.Latency.Select(o => (Name("latency", o), o)).Concat(slo.TimeToFirstToken.Select(o => (Name("ttft", o), o)));

    /// <summary>Such as <c>latency_3s</c> or <c>ttft_0.5s</c>.</summary>
    private static string Name(string kind, LatencyObjective objective) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}_{objective.Within.TotalSeconds}s");

    private static Measurement<double> Of(double value, string target, string slo) =>
        new(value, new KeyValuePair<string, object?>("target", target), new KeyValuePair<string, object?>("slo", slo));
}

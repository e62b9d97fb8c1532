using Exporter.Configuration.Slo;

namespace Exporter.Slo;

/// <summary>
/// The fixed bucket boundaries of every latency histogram, in seconds. They hold every threshold of the presets; a custom
/// threshold adds a boundary to the histogram of its own probe only. Rules that sum over targets use the grid alone,
/// because <c>sum by (le)</c> over differing sets of boundaries is wrong.
/// </summary>
internal static class BucketGrid
{
    private static readonly double[] RequestDurationGrid =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 30, 60, 120];

    private static readonly double[] TimeToFirstTokenGrid =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30, 60];

    private static readonly double[] TimePerOutputTokenGrid =
        [0.001, 0.0025, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2.5];

    /// <summary>Boundaries of <c>probe.request.duration</c>, with those that the objectives of this probe add.</summary>
    public static double[] RequestDuration(SloConfig? slo, string probe) =>
        WithThresholds(RequestDurationGrid, Counting(slo, probe)?.Latency);

    /// <summary>Boundaries of the histograms of first tokens and headers, with those that the objectives of this probe add.</summary>
    public static double[] TimeToFirstToken(SloConfig? slo, string probe) =>
        WithThresholds(TimeToFirstTokenGrid, Counting(slo, probe)?.TimeToFirstToken);

    /// <summary>Boundaries of <c>probe.time_per_output_token</c>.</summary>
    public static double[] TimePerOutputToken() => [.. TimePerOutputTokenGrid];

    private static SloConfig? Counting(SloConfig? slo, string probe) => slo?.Probe == probe ? slo : null;

    private static double[] WithThresholds(double[] grid, IEnumerable<LatencyObjective>? objectives) =>
        [.. grid.Union((objectives ?? []).Select(o => o.Within.TotalSeconds)).Order()];
}

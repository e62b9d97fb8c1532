namespace Exporter.Configuration.Slo;

/// <summary>A share of all probes must succeed within a time.</summary>
/// <param name="Within">The threshold; becomes a bucket boundary; 1 ms to 10 min.</param>
/// <param name="Ratio">The share, 0 to 1 exclusive.</param>
internal sealed record LatencyObjective(TimeSpan Within, double Ratio);

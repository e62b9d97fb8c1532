namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>The value of a series; its timestamp and exemplar are left out.</summary>
/// <param name="Value">As read; NaN and the infinities included.</param>
internal readonly record struct ServerSample(ServerSeries Series, double Value);

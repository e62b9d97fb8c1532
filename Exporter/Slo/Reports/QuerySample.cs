namespace Exporter.Slo.Reports;

/// <summary>One series of an answer.</summary>
internal sealed record QuerySample(IReadOnlyDictionary<string, string> Labels, double Value);

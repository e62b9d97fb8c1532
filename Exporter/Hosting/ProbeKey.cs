namespace Exporter.Hosting;

/// <summary>What names a probe: the labels <c>target</c> and <c>probe</c>.</summary>
internal readonly record struct ProbeKey(string Target, string Probe);

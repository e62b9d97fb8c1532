using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Metrics;

namespace Exporter.Hosting;

/// <summary>One probe as the configuration wants it.</summary>
/// <param name="Target">The target without its other probes and objectives: what this probe depends on.</param>
/// <param name="Probe">The probe itself.</param>
/// <param name="Buckets">Boundaries of its histograms, those of its objectives included.</param>
internal sealed record ProbeDescription(TargetConfig Target, ProbeConfig Probe, ProbeBuckets Buckets)
{
    public ProbeKey Key => new(Target.Name, Probe.Name);
}

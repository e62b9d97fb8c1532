using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>grpc-health</c>.</summary>
internal sealed class GrpcHealthProbeReader : IProbeReader
{
    public static readonly GrpcHealthProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", "port", "service");

    public IReadOnlyList<SectionKeys> Sections { get; } = [];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new GrpcHealthProbeConfig { Name = name };
        return defaults with
        {
            Port = probe.ReadOptionalValue("port", Ports.Parse),
            Service = probe.Read("service", Texts.Any, defaults.Service),
        };
    }
}

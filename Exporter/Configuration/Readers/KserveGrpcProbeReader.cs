using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers;

/// <summary>Reads a probe of type <c>kserve-grpc</c>.</summary>
internal sealed class KserveGrpcProbeReader : IProbeReader
{
    public static readonly KserveGrpcProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", "port", "model_version", "check_ready", "text");

    public IReadOnlyList<SectionKeys> Sections { get; } = [];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new KserveGrpcProbeConfig { Name = name };
        return defaults with
        {
            Port = probe.ReadOptionalValue("port", Ports.Parse),
            ModelVersion = probe.ReadOptional("model_version", Texts.NotEmpty),
            CheckReady = probe.Read("check_ready", Booleans.Parse, defaults.CheckReady),
            Text = probe.Read("text", Texts.NotEmpty, defaults.Text),
        };
    }
}

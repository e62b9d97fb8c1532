using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>kserve-grpc</c>.</summary>
internal sealed class KserveGrpcProbeReader : IProbeReader
{
    private static readonly SectionKeys ExpectKeys = new("targets[].probes[].expect", "json");

    /// <summary>Stands after the field that its properties are made of.</summary>
    public static readonly KserveGrpcProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", "port", "model_version", "check_ready", "text", "body", "expect");

    public IReadOnlyList<SectionKeys> Sections { get; } = [ExpectKeys, JsonExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new KserveGrpcProbeConfig { Name = name };
        return defaults with
        {
            Port = probe.ReadOptionalValue("port", Ports.Parse),
            ModelVersion = probe.ReadOptional("model_version", Texts.NotEmpty),
            CheckReady = probe.Read("check_ready", Booleans.Parse, defaults.CheckReady),
            Text = probe.Read("text", Texts.NotEmpty, defaults.Text),
            Body = InferenceReader.ReadBody(probe),
            Json = InferenceReader.ReadExpectations(probe, ExpectKeys),
        };
    }
}

using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>tgi-generate</c>.</summary>
internal sealed class TgiGenerateProbeReader : IProbeReader
{
    public static readonly TgiGenerateProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", ["path", .. ModelProbeReader.Names, "request", "expect", .. PromptVariationReader.Names]);

    public IReadOnlyList<SectionKeys> Sections { get; } = [PromptRequestReader.Keys, TextExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var config = ModelProbeReader.Read(probe, new TgiGenerateProbeConfig
        {
            Name = name,
            Path = probe.ReadOptional("path", Texts.RequestPath),
            Request = PromptRequestReader.Read(probe.Child("request", PromptRequestReader.Keys)),
            Expect = TextExpectReader.Read(probe.Child("expect", TextExpectReader.Keys)),
        });
        return PromptVariationReader.Read(probe, config, ("prompt", config.Request.Prompt));
    }
}

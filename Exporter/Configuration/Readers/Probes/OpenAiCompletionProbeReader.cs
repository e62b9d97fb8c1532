using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>openai-completion</c>.</summary>
internal sealed class OpenAiCompletionProbeReader : IProbeReader
{
    public static readonly OpenAiCompletionProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", ["path", .. ModelProbeReader.Names, "request", "server", "expect", .. PromptVariationReader.Names]);

    public IReadOnlyList<SectionKeys> Sections { get; } = [PromptRequestReader.Keys, TextExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new OpenAiCompletionProbeConfig { Name = name };
        var request = PromptRequestReader.Read(probe.Child("request", PromptRequestReader.Keys));
        var config = ModelProbeReader.Read(probe, defaults with
        {
            Path = probe.Read("path", Texts.RequestPath, defaults.Path),
            Request = request,
            Expect = TextExpectReader.Read(probe.Child("expect", TextExpectReader.Keys)),
        });
        return PromptVariationReader.Read(probe, config, ("prompt", request.Prompt));
    }
}

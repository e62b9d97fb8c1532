using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>openai-chat</c>.</summary>
internal sealed class OpenAiChatProbeReader : IProbeReader
{
    public static readonly OpenAiChatProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", ["path", .. ModelProbeReader.Names, "request", "server", "expect", .. PromptVariationReader.Names]);

    public IReadOnlyList<SectionKeys> Sections { get; } = [ChatRequestReader.Keys, TextExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new OpenAiChatProbeConfig { Name = name };
        var request = ChatRequestReader.Read(probe.Child("request", ChatRequestReader.Keys));
        var config = ModelProbeReader.Read(probe, defaults with
        {
            Path = probe.Read("path", Texts.RequestPath, defaults.Path),
            Request = request,
            Expect = TextExpectReader.Read(probe.Child("expect", TextExpectReader.Keys)),
        });
        return PromptVariationReader.Read(probe, config, ("system", request.System), ("prompt", request.Prompt));
    }
}

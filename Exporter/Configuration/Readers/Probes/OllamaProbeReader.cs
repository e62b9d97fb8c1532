using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>ollama</c>.</summary>
internal sealed class OllamaProbeReader : IProbeReader
{
    public static readonly OllamaProbeReader Instance = new();

    private static readonly Choices<OllamaApi> Apis = new(("generate", OllamaApi.Generate), ("chat", OllamaApi.Chat));

    public SectionKeys Keys { get; } = new("targets[].probes[]", ["api", "allow_load", "allow_keep_alive", "health_path", "request", "expect", .. PromptVariationReader.Names]);

    public IReadOnlyList<SectionKeys> Sections { get; } = [ChatRequestReader.Keys, TextExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new OllamaProbeConfig { Name = name };
        var config = ModelProbeReader.Read(probe, defaults with
        {
            Api = probe.Read("api", Apis.Parse, defaults.Api),
            AllowKeepAlive = probe.Read("allow_keep_alive", Booleans.Parse, defaults.AllowKeepAlive),
            Request = ChatRequestReader.Read(probe.Child("request", ChatRequestReader.Keys)),
            Expect = TextExpectReader.Read(probe.Child("expect", TextExpectReader.Keys)),
        });
        return PromptVariationReader.Read(probe, config, ("system", config.Request.System), ("prompt", config.Request.Prompt));
    }
}

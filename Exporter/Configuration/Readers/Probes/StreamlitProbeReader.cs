using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>streamlit</c>.</summary>
internal sealed class StreamlitProbeReader : IProbeReader
{
    public static readonly StreamlitProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", "path", "health_path", "prompt", "text_input", "button", "expect");

    public IReadOnlyList<SectionKeys> Sections { get; } = [TextExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new StreamlitProbeConfig { Name = name };
        var config = defaults with
        {
            Path = probe.Read("path", Texts.RequestPath, defaults.Path),
            HealthPath = probe.ReadOptional("health_path", Texts.RequestPath),
            Prompt = probe.Read("prompt", Texts.NotEmpty, defaults.Prompt),
            TextInput = probe.ReadOptional("text_input", Texts.NotEmpty),
            Button = probe.ReadOptional("button", Texts.NotEmpty),
            Expect = TextExpectReader.Read(probe.Child("expect", TextExpectReader.Keys)),
        };
        if (config.Button is not null && !probe.Has("text_input"))
        {
            probe.Fail("button", "needs text_input: a chat input sends by itself");
        }

        if (probe.Has("connection"))
        {
            probe.Fail("connection", "has no effect on a probe of type streamlit, each of whose visits has a connection of its own; remove it");
        }

        return config;
    }
}

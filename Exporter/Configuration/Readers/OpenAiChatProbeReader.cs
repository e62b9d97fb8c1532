using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers;

/// <summary>Reads a probe of type <c>openai-chat</c>.</summary>
internal sealed class OpenAiChatProbeReader : IProbeReader
{
    private static readonly SectionKeys RequestKeys = new("targets[].probes[].request", "prompt", "system", "max_tokens", "temperature", "stream");
    private static readonly Func<string, Parsed<int>> MaxTokens = Numbers.WholeBetween(1, 4096);
    private static readonly Func<string, Parsed<double>> Temperature = Numbers.Between(0, 2);

    /// <summary>Stands after the fields that its properties are made of.</summary>
    public static readonly OpenAiChatProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", "path", "request", "expect");

    public IReadOnlyList<SectionKeys> Sections { get; } = [RequestKeys, TextExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new OpenAiChatProbeConfig { Name = name };
        return defaults with
        {
            Path = probe.Read("path", Texts.RequestPath, defaults.Path),
            Request = ReadRequest(probe.Child("request", RequestKeys)),
            Expect = TextExpectReader.Read(probe.Child("expect", TextExpectReader.Keys)),
        };
    }

    private static ChatRequestConfig ReadRequest(Section? request)
    {
        var defaults = new ChatRequestConfig();
        return request is null ? defaults : new ChatRequestConfig
        {
            Prompt = request.Read("prompt", Texts.NotEmpty, defaults.Prompt),
            System = request.ReadOptional("system", Texts.NotEmpty),
            MaxTokens = request.Read("max_tokens", MaxTokens, defaults.MaxTokens),
            Temperature = request.Read("temperature", Temperature, defaults.Temperature),
            Stream = request.Read("stream", Booleans.Parse, defaults.Stream),
        };
    }
}

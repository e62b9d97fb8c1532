using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads <c>request</c> of a probe that has a question answered.</summary>
internal static class ChatRequestReader
{
    public static readonly SectionKeys Keys = new("targets[].probes[].request", "prompt", "system", "max_tokens", "temperature", "stream");
    public static readonly Func<string, Parsed<int>> MaxTokens = Numbers.WholeBetween(1, 4096);
    public static readonly Func<string, Parsed<double>> Temperature = Numbers.Between(0, 2);

    public static ChatRequestConfig Read(Section? request)
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

using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads <c>request</c> of a probe that has a text continued.</summary>
internal static class PromptRequestReader
{
    public static readonly SectionKeys Keys = new("targets[].probes[].request", "prompt", "max_tokens", "temperature", "stream");

    public static PromptRequestConfig Read(Section? request)
    {
        var defaults = new PromptRequestConfig();
        return request is null ? defaults : new PromptRequestConfig
        {
            Prompt = request.Read("prompt", Texts.NotEmpty, defaults.Prompt),
            MaxTokens = request.Read("max_tokens", ChatRequestReader.MaxTokens, defaults.MaxTokens),
            Temperature = request.Read("temperature", ChatRequestReader.Temperature, defaults.Temperature),
            Stream = request.Read("stream", Booleans.Parse, defaults.Stream),
        };
    }
}

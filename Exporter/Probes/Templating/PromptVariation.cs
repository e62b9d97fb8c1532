using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Templates;

namespace Exporter.Probes.Templating;

/// <summary>Makes each request of a language model what its configuration wants: placeholders filled, the prefix cache kept out or in.</summary>
/// <param name="texts">The texts of the request as the file has them.</param>
/// <remarks>One request at a time.</remarks>
internal sealed class PromptVariation(PromptCacheConfig cache, TemplateSource draws, params IEnumerable<string?> texts)
{
    private TemplateDraw draw = new(string.Empty, string.Empty, string.Empty);

    /// <summary>Whether requests differ; otherwise one body serves all.</summary>
    public bool Varies { get; } = cache.Mode is CacheMode.Cold || texts.Any(static text => text is not null && Template.Of(text).Varies);

    /// <summary>Begins the next request.</summary>
    public void Next(TimeProvider time) => draw = draws.Draw(time);

    /// <param name="isFirst">Whether the request begins with it: caches know prompts by their beginning, so a nonce anywhere else is of no use.</param>
    public string Fill(string text, bool isFirst)
    {
        var filled = draw.Fill(Template.Of(text));
        return isFirst && cache.Mode is CacheMode.Cold ? $"[{draw.Nonce}] {filled}" : filled;
    }

    /// <summary>Writes what the server itself offers against its cache.</summary>
    public void WriteFields(Utf8JsonWriter json)
    {
        if (cache.Mode is CacheMode.Cold && cache.Server is { } server)
        {
            switch (server)
            {
                case ModelServer.Vllm:
                    json.WriteString("cache_salt", draw.Nonce);
                    break;
                case ModelServer.LlamaCpp:
                    json.WriteBoolean("cache_prompt", false);
                    break;
            }
        }
    }
}

using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Templates;

namespace Exporter.Probes.Templating;

/// <summary>Makes each request of a language model what its configuration wants: placeholders filled, the prefix cache kept out or in.</summary>
/// <param name="random">Of placeholders and nonces; null means any.</param>
/// <param name="texts">The texts of the request as the file has them.</param>
/// <remarks>One request at a time.</remarks>
internal sealed class PromptVariation(GenerationProbeConfig config, Random? random, params IEnumerable<string?> texts)
{
    private readonly PromptCacheConfig cache = config.Cache;
    private readonly TemplateSource draws = new(config.Cases, config.CaseOrder, random ?? Random.Shared);
    private TemplateDraw draw = new(string.Empty, string.Empty, string.Empty);

    /// <summary>Whether requests differ; otherwise one body serves all.</summary>
    public bool Varies { get; } = config.Cache.Mode is CacheMode.Cold || texts.Any(static text => text is not null && Template.Of(text).Varies);

    /// <summary>Begins the next request.</summary>
    public void Next(TimeProvider time) => draw = draws.Draw(time);

    /// <summary>A chat with its texts filled.</summary>
    public ChatRequestConfig Fill(ChatRequestConfig request) => request with
    {
        System = request.System is null ? null : Fill(request.System, isFirst: true),
        Prompt = Fill(request.Prompt, isFirst: request.System is null),
    };

    /// <summary>A prompt filled.</summary>
    public PromptRequestConfig Fill(PromptRequestConfig request) => request with { Prompt = Fill(request.Prompt, isFirst: true) };

    /// <param name="isFirst">Whether the request begins with it: caches know prompts by their beginning, so a nonce anywhere else is of no use.</param>
    private string Fill(string text, bool isFirst)
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

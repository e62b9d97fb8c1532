using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Templates;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads what is done about the prefix cache; the keys stand in the probe itself.</summary>
internal static class PromptCacheReader
{
    private static readonly Choices<CacheMode> Modes = new(("cold", CacheMode.Cold), ("warm", CacheMode.Warm));
    private static readonly Choices<ModelServer> Servers = new(("vllm", ModelServer.Vllm), ("llama.cpp", ModelServer.LlamaCpp));

    /// <param name="texts">The texts of the request; a warm one has none that varies.</param>
    public static PromptCacheConfig Read(Section probe, params IEnumerable<string?> texts)
    {
        var config = new PromptCacheConfig
        {
            Mode = probe.ReadOptionalValue("cache", Modes.Parse),
            Server = probe.Knows("server") ? probe.ReadOptionalValue("server", Servers.Parse) : null,
        };
        if (config.Server is not null && config.Mode is not CacheMode.Cold)
        {
            probe.Fail("server", "has no effect without cache: cold; set that, or remove it");
        }

        if (config.Mode is CacheMode.Warm && texts.Any(static text => text is not null && Template.Parse(text).TryGet(out var template) && template.Varies))
        {
            probe.Fail("cache", "warm repeats the same request, but a placeholder makes each another; remove the placeholder or use cache: cold");
        }

        return config;
    }

    /// <summary>Reports placeholders that there are not.</summary>
    public static void CheckTexts(Section probe, params IEnumerable<(string Key, string? Text)> texts)
    {
        foreach (var (key, text) in texts)
        {
            if (text is not null && Template.Parse(text).Problem is { } problem)
            {
                probe.FailIn("request", key, problem);
            }
        }
    }
}

namespace Exporter.Configuration.Probes;

/// <summary>What a probe of a language model does about the server's prefix cache; the keys stand in the probe itself.</summary>
internal sealed record PromptCacheConfig
{
    /// <summary>Key <c>cache</c>; null means that nothing is done about it.</summary>
    public CacheMode? Mode { get; init; }

    /// <summary>Key <c>server</c>: whose own fields a cold request may carry; null means none, as servers refuse unknown ones.</summary>
    public ModelServer? Server { get; init; }
}

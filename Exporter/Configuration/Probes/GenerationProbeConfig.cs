namespace Exporter.Configuration.Probes;

/// <summary>What the probes of servers that generate text have in common: how one request differs from the next.</summary>
internal abstract record GenerationProbeConfig : ModelProbeConfig
{
    /// <summary>What is done about the server's prefix cache.</summary>
    public PromptCacheConfig Cache { get; init; } = new();

    /// <summary>What <c>${case}</c> stands for in the texts, one for each request; empty means none.</summary>
    public ValueList<string> Cases { get; init; } = ValueList<string>.Empty;

    /// <summary>Key <c>case_order</c>; default <see cref="CaseOrder.RoundRobin"/>.</summary>
    public CaseOrder CaseOrder { get; init; } = CaseOrder.RoundRobin;
}

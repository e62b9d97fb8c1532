namespace Exporter.Probes;

/// <summary>What the server itself says about its time; null where it does not.</summary>
internal sealed record ServerDurations
{
    public TimeSpan? Queue { get; init; }

    public TimeSpan? Prefill { get; init; }

    public TimeSpan? Decode { get; init; }

    public TimeSpan? Inference { get; init; }

    public TimeSpan? Load { get; init; }
}

namespace Exporter.Traffic.ServerMetrics;

/// <summary>What a server says of itself besides its metrics.</summary>
/// <param name="Version">Null where it does not tell.</param>
/// <param name="Model">Null where it does not tell.</param>
internal sealed record ServerAbout(string? Version, string? Model)
{
    public static readonly ServerAbout Nothing = new(null, null);
}

using Exporter.Configuration;

namespace Exporter.Traffic.Processes;

/// <summary>Whose processes are looked for, and where.</summary>
internal sealed record TargetProcessOptions
{
    /// <summary>Where the host's proc file system is mounted.</summary>
    public string ProcPath { get; init; } = "/proc";

    /// <summary>The targets whose processes are looked for; empty switches the looking off.</summary>
    public ValueList<TargetEndpoint> Endpoints { get; init; } = ValueList<TargetEndpoint>.Empty;
}

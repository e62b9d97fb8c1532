using Exporter.Configuration;
using Exporter.Traffic.Processes;

namespace Exporter.Traffic.Sockets;

/// <summary>Whose sockets are watched, and where they are read.</summary>
internal sealed record SocketOptions
{
    /// <summary>Where the host's proc file system is mounted.</summary>
    public string ProcPath { get; init; } = "/proc";

    /// <summary>The targets whose sockets are watched.</summary>
    public ValueList<TargetEndpoint> Endpoints { get; init; } = ValueList<TargetEndpoint>.Empty;
}

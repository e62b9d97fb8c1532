namespace Exporter.Traffic.Discovery;

/// <summary>How servers are looked for.</summary>
internal sealed record DiscoveryOptions
{
    /// <summary>Where the host's proc file system is mounted.</summary>
    public string ProcPath { get; init; } = "/proc";

    /// <summary>Bound of one request.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bound of the whole search; a server that is not known by then is not named.</summary>
    public TimeSpan Bound { get; init; } = TimeSpan.FromSeconds(4.5);

    /// <summary>How many servers are asked at once.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>Ask these ports and no others, whatever listens there; empty means those that may be servers of models.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Our own process, which is not asked.</summary>
    public int OwnPid { get; init; } = Environment.ProcessId;
}

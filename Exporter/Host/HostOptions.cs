namespace Exporter.Host;

/// <summary>What the host is read from, and how often.</summary>
internal sealed record HostOptions
{
    /// <summary>Where the host's proc file system is mounted; default <c>/proc</c>.</summary>
    public string ProcPath { get; init; } = "/proc";

    /// <summary>Where the host's root file system is mounted; default <c>/</c>.</summary>
    public string RootPath { get; init; } = "/";

    /// <summary>Time between two readings; greater than zero; default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one file system may take to say its size; greater than zero; default 1 s.</summary>
    public TimeSpan FileSystemTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether sizes of network file systems are read too; default false: a dead server makes every question hang.</summary>
    public bool NetworkFileSystems { get; init; }
}

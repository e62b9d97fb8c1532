namespace Exporter.Configuration;

/// <summary>Section <c>host</c>.</summary>
internal sealed record HostConfig
{
    public bool Enabled { get; init; } = true;

    /// <summary>Time between two readings of /proc; 1 s to 5 min; default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the host's proc file system is mounted; default <c>/proc</c>. A container mounts the host's elsewhere.</summary>
    public string ProcPath { get; init; } = "/proc";

    /// <summary>Where the host's root file system is mounted, for file-system sizes; default <c>/</c>.</summary>
    public string RootPath { get; init; } = "/";
}

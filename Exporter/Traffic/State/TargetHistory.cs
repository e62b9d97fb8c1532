namespace Exporter.Traffic.State;

/// <summary>What was known of a target before now.</summary>
internal sealed record TargetHistory
{
    /// <summary>How long ago the engine's heartbeat last moved, or it last had nothing to do; null where it tells no heartbeat.</summary>
    public TimeSpan? SinceHeartbeat { get; init; }

    /// <summary>How long ago a deciding probe's answer was last seen; since it is watched where none was.</summary>
    public TimeSpan SinceAnswer { get; init; }

    /// <summary>How long ago it last accepted a connection, or had none to accept; null where its sockets are not known.</summary>
    public TimeSpan? SinceAccept { get; init; }

    /// <summary>How long its probes have been refused although somebody listens on its port; null where that is not so.</summary>
    public TimeSpan? SinceReopened { get; init; }

    /// <summary>Whether it answered since its process was started, or since it was last down.</summary>
    public bool WasReady { get; init; }

    /// <summary>Whether somebody was ever seen to listen on its port.</summary>
    public bool WasListening { get; init; }

    /// <summary>Whether it was on a GPU since its process was started.</summary>
    public bool WasOnGpu { get; init; }
}

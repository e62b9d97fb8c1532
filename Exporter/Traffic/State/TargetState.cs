namespace Exporter.Traffic.State;

/// <summary>What a target is doing, in one word; label <c>state</c>.</summary>
internal enum TargetState
{
    /// <summary>It answers.</summary>
    Ok,

    /// <summary>It answers, and more is asked than it can do: who comes now waits or is turned away.</summary>
    Saturated,

    /// <summary>It has work and gets nowhere.</summary>
    Stalled,

    /// <summary>It is there and says that it is not ready yet.</summary>
    Loading,

    /// <summary>It is there and has put its model away until somebody asks.</summary>
    Sleeping,

    /// <summary>It cannot be reached, or every answer is an error.</summary>
    Down,

    /// <summary>A GPU that it computed on is lost.</summary>
    GpuFailed,

    /// <summary>It is up and on no GPU any more, although it was on one.</summary>
    GpuLostContext,
}

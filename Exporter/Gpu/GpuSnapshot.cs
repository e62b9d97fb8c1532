namespace Exporter.Gpu;

/// <summary>The last result of reading a GPU, for as long as it is true. Immutable.</summary>
internal sealed record GpuSnapshot
{
    /// <summary>Monotonic time at which the reading began.</summary>
    public required long Taken { get; init; }

    /// <summary>How long after <see cref="Taken"/> it may be served.</summary>
    public required TimeSpan ValidFor { get; init; }

    /// <summary>Null when the reading failed.</summary>
    public GpuReading? Reading { get; init; }

    /// <summary>Null when the reading succeeded.</summary>
    public GpuFailure? Failure { get; init; }

    /// <summary>Memory by owner; null where the driver cannot list processes.</summary>
    public IReadOnlyList<GpuProcessUsage>? Processes { get; init; }

    /// <summary>Estimated use by owner; null where the driver cannot tell.</summary>
    public IReadOnlyList<GpuProcessShare>? ProcessShares { get; init; }

    /// <summary>Memory in use that no listed process holds, in bytes; null where it cannot be told.</summary>
    public long? MemoryUnattributedBytes { get; init; }

    public bool IsExpired(TimeProvider time) => time.GetElapsedTime(Taken) > ValidFor;
}

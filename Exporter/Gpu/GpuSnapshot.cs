using Exporter.Gpu.Processes;
using Exporter.Gpu.Readings;

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

    /// <param name="result">Of reading the GPU.</param>
    /// <param name="owners">Says whose the processes are.</param>
    /// <param name="taken">See <see cref="Taken"/>.</param>
    /// <param name="validFor">See <see cref="ValidFor"/>.</param>
    public static GpuSnapshot Of(GpuReadResult result, KnownOwners owners, long taken, TimeSpan validFor) => new()
    {
        Taken = taken,
        ValidFor = validFor,
        Reading = result.Reading,
        Failure = result.Failure,
        Processes = result.Reading?.Processes is { } processes ? GpuProcessUsage.Sum(processes, owners.OwnerOf) : null,
        ProcessShares = result.Reading?.ProcessActivities is { } activities ? GpuProcessShare.Sum(activities, owners.OwnerOf) : null,
        MemoryUnattributedBytes = result.Reading is { } reading ? GpuProcessUsage.Unattributed(reading) : null,
    };

    public bool IsExpired(TimeProvider time) => time.GetElapsedTime(Taken) > ValidFor;
}

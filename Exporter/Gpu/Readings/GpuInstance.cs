namespace Exporter.Gpu.Readings;

/// <summary>A part of a GPU that was cut off by MIG. Null means "not supported".</summary>
internal sealed record GpuInstance
{
    /// <summary>MIG cuts a GPU into seven parts at most.</summary>
    public const int MostInstances = 8;

    /// <summary>The driver's UUID of the part, <c>MIG-…</c>.</summary>
    public required string Uuid { get; init; }

    public required uint GpuInstanceId { get; init; }

    public required uint ComputeInstanceId { get; init; }

    /// <summary>Bytes.</summary>
    public long? MemoryTotalBytes { get; init; }

    /// <summary>Bytes; without the reserve where that is known.</summary>
    public long? MemoryUsedBytes { get; init; }

    /// <summary>Bytes.</summary>
    public long? MemoryReservedBytes { get; init; }

    public GpuActivity? Activity { get; init; }
}

namespace Exporter.Gpu.Readings;

/// <summary>How much of a GPU or of an instance of it was used between two looks at its performance counters; shares from 0 to 1. Null means "not supported".</summary>
internal sealed record GpuActivity
{
    /// <summary>Multiprocessors with at least one warp, averaged over all of them.</summary>
    public double? SmActive { get; init; }

    /// <summary>Resident warps of those that fit.</summary>
    public double? SmOccupancy { get; init; }

    /// <summary>Cycles in which any tensor pipe worked.</summary>
    public double? TensorActive { get; init; }

    /// <summary>Of the bandwidth of the device memory.</summary>
    public double? DramActive { get; init; }

    public double? Fp16Active { get; init; }

    public double? Fp32Active { get; init; }

    public double? Fp64Active { get; init; }
}

namespace Exporter.Gpu.Readings;

/// <summary>NVLink errors of one kind, summed over the links.</summary>
/// <param name="Kind">Closed set, snake case.</param>
internal sealed record GpuNvlinkErrors(string Kind, double Count)
{
    /// <summary>The most kinds one GPU tells apart.</summary>
    public const int MostKinds = 9;
}

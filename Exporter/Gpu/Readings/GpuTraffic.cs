namespace Exporter.Gpu.Readings;

/// <summary>A link of a GPU and a direction, seen from the GPU.</summary>
internal enum GpuTraffic
{
    PcieReceived,
    PcieTransmitted,
    NvlinkReceived,
    NvlinkTransmitted,
}

namespace Exporter.Nvml.Devices;

/// <summary>Bytes between two samples of performance counters, seen from the GPU. Null where they do not tell.</summary>
internal readonly record struct NvmlTrafficSince(double? PcieReceived, double? PcieTransmitted, double? NvlinkReceived, double? NvlinkTransmitted);

using Exporter.Gpu.Metrics;

namespace Exporter.Gpu.Readings;

/// <summary>The labels of <c>hw.gpu.info</c>, the only home of a GPU's static facts.</summary>
internal static class GpuStaticFacts
{
    public static IReadOnlyList<string> Labels { get; } =
    [
        "hw_model",
        "hw_vendor",
        "hw_serial_number",
        "hw_driver_version",
        "hw_firmware_version",
        "pci_bus_id",
        "compute_capability",
        "architecture",
    ];

    /// <summary>They are shown while the GPU is read, and while it is known to be lost, so that an alert can name it.</summary>
    public static IEnumerable<GpuPoint> Of(GpuView view) => view is not { Identity: { } gpu } || view is { Snapshot: null, IsMissing: false } ? [] :
    [
        new(1, gpu.Model, gpu.Vendor, gpu.SerialNumber, gpu.DriverVersion, gpu.FirmwareVersion, gpu.PciBusId, gpu.ComputeCapability, gpu.Architecture),
    ];
}

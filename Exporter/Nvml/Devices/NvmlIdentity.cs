using System.Globalization;
using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>Reads who a device is.</summary>
internal static unsafe class NvmlIdentity
{
    /// <returns>Null when the device does not even tell its UUID.</returns>
    public static GpuIdentity? Read(NvmlQuery query, NvmlSession session)
    {
        var functions = session.Functions;
        if (query.Get(functions.Uuid) is not { } uuid)
        {
            return null;
        }

        return new GpuIdentity
        {
            Uuid = uuid,
            Model = query.Get(functions.Name),
            Vendor = "NVIDIA",
            SerialNumber = query.Get(functions.Serial),
            DriverVersion = session.DriverVersion,
            FirmwareVersion = query.Get(functions.VbiosVersion),
            PciBusId = query.Get(functions.PciInfo) is { } pci ? PciAddress(pci) : null,
            ComputeCapability = query.Get(functions.ComputeCapability) is var (major, minor) ? string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}") : null,
            Architecture = query.Get(functions.Architecture) is { } architecture ? NvmlArchitecture.Name(architecture) : null,
        };
    }

    /// <summary>As the kernel writes it (<c>0000:3b:00.0</c>), so that it can be found in sysfs and the kernel log.</summary>
    private static string PciAddress(NvmlPciInfo pci) =>
        string.Create(CultureInfo.InvariantCulture, $"{pci.Domain:x4}:{pci.Bus:x2}:{pci.Device:x2}.0");
}

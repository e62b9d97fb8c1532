namespace Exporter.Nvml.Kernel;

/// <summary>Looks for traces of an NVIDIA GPU without touching its driver.</summary>
internal static class NvidiaPresence
{
    private const string VendorId = "0x10de";

    private static readonly EnumerationOptions whatWeMaySee = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Whether the driver is loaded, or a PCI device of NVIDIA's is there, or the host's GPU is lent to this Linux by Windows.</summary>
    public static bool IsLikely(string procRoot, string sysRoot) =>
        Directory.Exists(Path.Combine(procRoot, "driver/nvidia"))
        || Directory.Exists(Path.Combine(sysRoot, "class/misc/dxg"))
        || PciVendors(Path.Combine(sysRoot, "bus/pci/devices")).Contains(VendorId);

    private static IEnumerable<string> PciVendors(string devices)
    {
        if (!Directory.Exists(devices))
        {
            yield break;
        }

        foreach (var device in Directory.EnumerateDirectories(devices, "*", whatWeMaySee))
        {
            string vendor;
            try
            {
                vendor = File.ReadAllText(Path.Combine(device, "vendor")).Trim();
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // Unplugged in this moment, or hidden from us.
                continue;
            }

            yield return vendor;
        }
    }
}

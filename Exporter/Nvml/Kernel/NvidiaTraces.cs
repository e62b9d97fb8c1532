namespace Exporter.Nvml.Kernel;

/// <summary>What the kernel shows of NVIDIA's driver and cards in files that can be read without waking either.</summary>
/// <param name="procRoot">Where proc is mounted.</param>
/// <param name="sysRoot">Where sysfs is mounted.</param>
internal sealed class NvidiaTraces(string procRoot, string sysRoot)
{
    private const string Suspended = "suspended";

    private static readonly EnumerationOptions whatWeMaySee = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Version of the loaded kernel module, such as <c>580.65.06</c>; null where it is not loaded, or does not tell.</summary>
    public string? ModuleVersion => Text(Path.Combine(sysRoot, "module/nvidia/version"));

    /// <summary>Addresses of the cards that the driver holds, such as <c>0000:3b:00.0</c>, in the order of the bus, which is that of the library's indices.</summary>
    public IReadOnlyList<string> Gpus
    {
        get
        {
            var folder = Path.Combine(procRoot, "driver/nvidia/gpus");
            try
            {
                return [.. Directory.EnumerateDirectories(folder, "*", whatWeMaySee).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    /// <summary>Whether the card at this address sleeps: any question to it would wake it.</summary>
    public bool IsSuspended(string pciAddress) => Text(Path.Combine(sysRoot, "bus/pci/devices", pciAddress, "power/runtime_status")) == Suspended;

    /// <summary>A text that differs once driver, cards or their sleep do.</summary>
    public override string ToString() => string.Join(' ', [ModuleVersion ?? "-", .. Gpus.Select(gpu => IsSuspended(gpu) ? gpu + "/suspended" : gpu)]);

    private static string? Text(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Unloaded or unplugged in this moment, or hidden from us.
            return null;
        }
    }
}

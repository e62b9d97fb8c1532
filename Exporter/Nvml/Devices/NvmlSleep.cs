using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Exporter.Nvml.Devices;

/// <summary>
/// Whether a card sleeps now, looked at before each reading: its state is read from a file that stays open, since it is read every
/// second. A card whose sleep is switched off, as on most servers, has no such file open. Used by one thread.
/// </summary>
internal sealed class NvmlSleep : IDisposable
{
    private static readonly byte[] suspended = Encoding.ASCII.GetBytes("suspended");

    private readonly byte[] state = new byte[16];
    private readonly SafeFileHandle? status;

    /// <param name="sysRoot">Where sysfs is mounted.</param>
    /// <param name="pciAddress">As the kernel writes it; null where it is not known, and then the card counts as awake.</param>
    public NvmlSleep(string sysRoot, string? pciAddress)
    {
        if (pciAddress is null)
        {
            return;
        }

        var power = Path.Combine(sysRoot, "bus/pci/devices", pciAddress, "power");
        try
        {
            if (File.ReadAllText(Path.Combine(power, "control")).StartsWith("auto", StringComparison.Ordinal))
            {
                status = File.OpenHandle(Path.Combine(power, "runtime_status"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A kernel without it, or hidden from us: then the card cannot be told from one that is awake.
        }
    }

    public bool IsSuspended
    {
        get
        {
            if (status is null)
            {
                return false;
            }

            try
            {
                return state.AsSpan(0, RandomAccess.Read(status, state, 0)).StartsWith(suspended);
            }
            catch (IOException)
            {
                // The card was taken out.
                return false;
            }
        }
    }

    public void Dispose() => status?.Dispose();
}

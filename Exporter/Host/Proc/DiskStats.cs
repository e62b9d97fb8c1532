using System.Text;

namespace Exporter.Host.Proc;

/// <summary>One physical disk of <c>/proc/diskstats</c>.</summary>
/// <param name="Device">Kernel name, such as <c>nvme0n1</c>.</param>
/// <param name="ReadBytes">Read since boot.</param>
/// <param name="WrittenBytes">Written since boot.</param>
internal sealed record DiskStats(string Device, double ReadBytes, double WrittenBytes)
{
    /// <summary>The kernel counts in units of 512 bytes here, whatever the disk's own sector size is.</summary>
    private const double SectorBytes = 512;

    /// <summary>What is built on top of disks or of memory; counting it too would count the same bytes twice.</summary>
    private static readonly string[] virtualPrefixes = ["loop", "ram", "zram", "dm-", "md", "sr", "fd", "nbd", "drbd"];

    /// <summary>The physical disks in the kernel's order; partitions and virtual devices are left out.</summary>
    public static IReadOnlyList<DiskStats> Parse(ReadOnlySpan<byte> text)
    {
        var disks = new List<DiskStats>();
        foreach (var range in text.Split((byte)'\n'))
        {
            if (ParseLine(text[range]) is { } disk && !IsVirtual(disk.Device) && !disks.Exists(other => IsPartition(disk.Device, other.Device)))
            {
                disks.Add(disk);
            }
        }

        return disks;
    }

    private static DiskStats? ParseLine(ReadOnlySpan<byte> line)
    {
        var fields = new Fields(line);
        fields.Skip(2);
        var name = fields.Next();
        fields.Skip(2);
        var sectorsRead = fields.NextCount();
        fields.Skip(3);
        var sectorsWritten = fields.NextCount();
        return !name.IsEmpty && sectorsRead is { } read && sectorsWritten is { } written
            ? new DiskStats(Encoding.UTF8.GetString(name), read * SectorBytes, written * SectorBytes)
            : null;
    }

    private static bool IsVirtual(string device) => Array.Exists(virtualPrefixes, prefix => device.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The kernel lists a disk before its partitions: sda and sda1, nvme0n1 and nvme0n1p1.</summary>
    private static bool IsPartition(string device, string disk)
    {
        var prefix = char.IsAsciiDigit(disk[^1]) ? disk + "p" : disk;
        return device.Length > prefix.Length
            && device.StartsWith(prefix, StringComparison.Ordinal)
            && !device.AsSpan(prefix.Length).ContainsAnyExceptInRange('0', '9');
    }
}

using System.Text;
using Exporter.Host.Proc;

namespace Exporter.Tests.Host.Proc;

/// <summary>Disks, interfaces and mounts: what is published and what is not.</summary>
[TestFixture]
internal sealed class DevicesTests
{
    [Test]
    public void Sectors_are_512_bytes()
    {
        var disks = DiskStats.Parse("   8       0 sda 10 0 7 0 20 0 9 0 0 0 0\n"u8);
        Assert.That(disks, Is.EqualTo(new[] { new DiskStats("sda", 7 * 512, 9 * 512) }));
    }

    [TestCase("sda sda1 sda2 sdb sdb10 sdaa sdaa1", "sda sdb sdaa")]
    [TestCase("nvme0n1 nvme0n1p1 nvme0n1p12 nvme10n1 nvme0n2", "nvme0n1 nvme10n1 nvme0n2")]
    [TestCase("mmcblk0 mmcblk0p1 vda vda1 xvda1", "mmcblk0 vda xvda1")]
    [TestCase("loop0 ram0 zram0 dm-0 md127 sr0 fd0 nbd0 sda", "sda")]
    [TestCase("sda sda", "sda sda")]
    public void Disks_are_published_and_what_is_on_them_is_not(string names, string expected)
    {
        var text = string.Concat(names.Split(' ').Select(name => $"8 0 {name} 1 2 3 4 5 6 7 8 9 10 11\n"));
        Assert.That(string.Join(" ", DiskStats.Parse(Encoding.UTF8.GetBytes(text)).Select(disk => disk.Device)), Is.EqualTo(expected));
    }

    [TestCase("8 0 sda\n")]
    [TestCase("8 1 sda1 1 2 3 4\n")]
    [TestCase("8 0 sda 1 2 x 4 5 6 7 8\n")]
    [TestCase("\n")]
    public void A_broken_line_of_a_disk_is_left_out(string text) => Assert.That(DiskStats.Parse(Encoding.UTF8.GetBytes(text)), Is.Empty);

    [TestCase("  eth0: 100 1 0 0 0 0 0 0 200 2 0 0 0 0 0 0", TestName = "as today")]
    [TestCase("  eth0:100 1 0 0 0 0 0 0 200 2 0 0 0 0 0 0", TestName = "without a blank after the colon")]
    public void Received_and_transmitted_bytes_are_found(string line) =>
        Assert.That(NetDev.Parse(Encoding.UTF8.GetBytes($"Inter-|   Receive\n face |bytes\n{line}\n")), Is.EqualTo(new[] { new NetDev("eth0", 100, 200) }));

    [TestCase("lo eth0 veth12ab cali99 tap0 ifb0 wg0", "eth0 wg0")]
    [TestCase("eth0 eth0:1 bond0.120 enP5p9s0", "eth0 eth0:1 bond0.120 enP5p9s0")]
    [TestCase("eth0 eth0", "eth0")]
    public void Interfaces_that_come_and_go_are_left_out(string names, string expected)
    {
        var text = string.Concat(names.Split(' ').Select(name => $"{name}: 1 2 3 4 5 6 7 8 9 10\n"));
        Assert.That(string.Join(" ", NetDev.Parse(Encoding.UTF8.GetBytes(text)).Select(found => found.Name)), Is.EqualTo(expected));
    }

    [Test]
    public void Mounts_are_read_with_their_escapes_and_any_number_of_optional_fields()
    {
        var mounts = Mount.Parse("36 35 98:0 /a\\134b /mnt/with\\040blank\\011tab rw,noatime master:1 shared:7 - ext4 /dev/root rw,errors=continue\n37 35 0:5 / /plain rw - tmpfs tmpfs rw\n"u8);
        Assert.That(mounts, Is.EqualTo(new[]
        {
            new Mount("98:0", "/a\\b", "/mnt/with blank\ttab", "ext4"),
            new Mount("0:5", "/", "/plain", "tmpfs"),
        }));
    }

    [TestCase("36 35 98:0 / /mnt rw master:1", TestName = "without the separator")]
    [TestCase("36 35 98:0 / /mnt rw -", TestName = "without a type")]
    [TestCase("", TestName = "an empty line")]
    public void A_broken_mount_is_left_out(string line) => Assert.That(Mount.Parse(Encoding.UTF8.GetBytes(line)), Is.Empty);

    [Test]
    public void A_backslash_that_is_no_escape_stays() =>
        Assert.That(Mount.Parse("1 1 1:1 / /a\\9\\777\\04 rw - ext4 x rw"u8).Single().MountPoint, Is.EqualTo("/a\\9\\777\\04"));
}

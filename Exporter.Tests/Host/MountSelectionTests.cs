using Exporter.Host;
using Exporter.Host.Proc;

namespace Exporter.Tests.Host;

[TestFixture]
internal sealed class MountSelectionTests
{
    [Test]
    public void A_file_system_mounted_twice_is_published_once_at_its_own_place() =>
        Assert.That(Choose(new Mount("8:1", "/docker", "/data", "ext4"), new Mount("8:1", "/", "/very/long/path", "ext4")), Is.EqualTo(new[] { "/very/long/path" }));

    [Test]
    public void Of_bind_mounts_alone_the_shortest_path_is_published() =>
        Assert.That(Choose(new Mount("8:1", "/x/hosts", "/srv/models", "ext4"), new Mount("8:1", "/x/h", "/srv/m", "ext4")), Is.EqualTo(new[] { "/srv/m" }));

    [Test]
    public void A_mount_that_is_hidden_by_a_later_one_is_left_out() =>
        Assert.That(Choose(new Mount("8:1", "/", "/home", "ext4"), new Mount("0:9", "/", "/home", "tmpfs")), Is.Empty);

    [Test]
    public void An_overlay_counts_only_as_root() =>
        Assert.That(Choose(new Mount("0:1", "/", "/", "overlay"), new Mount("0:2", "/", "/mnt/merged", "overlay")), Is.EqualTo(new[] { "/" }));

    [TestCase("nfs4")]
    [TestCase("lustre")]
    [TestCase("ceph")]
    public void Network_file_systems_are_asked_only_where_wanted(string type)
    {
        var mount = new Mount("0:5", "/", "/models", type);
        Assert.That(MountSelection.Choose([mount], networkToo: false), Is.Empty);
        Assert.That(MountSelection.Choose([mount], networkToo: true), Is.EqualTo(new[] { mount }));
    }

    [TestCase("/var/lib/kubelet/pods/1/volumes/x")]
    [TestCase("/run/credentials/x")]
    [TestCase("/snap/core/1")]
    [TestCase("/etc/resolv.conf")]
    public void Places_of_names_without_end_are_left_out(string mountPoint) =>
        Assert.That(Choose(new Mount("8:1", "/", mountPoint, "ext4")), Is.Empty);

    private static IEnumerable<string> Choose(params Mount[] mounts) => MountSelection.Choose(mounts, networkToo: false).Select(mount => mount.MountPoint);
}

using Exporter.Host.Proc;

namespace Exporter.Host;

/// <summary>Chooses the mounts whose fill level matters to an operator: one for each real file system.</summary>
internal static class MountSelection
{
    private static readonly HashSet<string> local = ["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "jfs", "vfat", "exfat", "ntfs3", "fuseblk"];

    private static readonly HashSet<string> network = ["nfs", "nfs4", "cifs", "smb3", "ceph", "lustre", "gpfs", "beegfs", "fuse.glusterfs", "fuse.juicefs", "virtiofs", "9p"];

    /// <summary>Made and removed by container run-times and snap under names that never end, or put into every container as single files.</summary>
    private static readonly string[] leftOut = ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/dev/", "/proc/", "/sys/", "/run/", "/snap/", "/var/snap/", "/var/lib/kubelet/", "/var/lib/docker/", "/var/lib/containers/", "/var/lib/containerd/"];

    /// <summary>The chosen mounts in the kernel's order.</summary>
    public static IReadOnlyList<Mount> Choose(IReadOnlyList<Mount> mounts, bool networkToo)
    {
        // Of several mounts on one place the last hides the others.
        var visible = new Dictionary<string, Mount>();
        foreach (var mount in mounts)
        {
            visible[mount.MountPoint] = mount;
        }

        return
        [
            .. visible.Values
                .Where(mount => IsReal(mount, networkToo) && !Array.Exists(leftOut, prefix => mount.MountPoint.StartsWith(prefix, StringComparison.Ordinal)))
                .GroupBy(mount => mount.Device)
                .Select(Principal),
        ];
    }

    /// <summary>An overlay is the disk of a container at its root and a copy of another's anywhere else.</summary>
    private static bool IsReal(Mount mount, bool networkToo) =>
        local.Contains(mount.FileSystem)
        || (networkToo && network.Contains(mount.FileSystem))
        || (mount.FileSystem == "overlay" && mount.MountPoint == "/");

    /// <summary>Of several mounts of one file system the whole before bind mounts, then the shortest path.</summary>
    private static Mount Principal(IEnumerable<Mount> mountsOfOne) =>
        mountsOfOne.OrderBy(mount => mount.Root != "/").ThenBy(mount => mount.MountPoint.Length).ThenBy(mount => mount.MountPoint, StringComparer.Ordinal).First();
}

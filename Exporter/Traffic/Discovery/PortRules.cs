using System.Collections.Frozen;
using Exporter.Host.Proc;

namespace Exporter.Traffic.Discovery;

/// <summary>
/// Which ports are left alone. Not everything takes a request of HTTP with grace: databases count it against the client, and the
/// ports that parallel engines open among themselves are no business of others.
/// </summary>
internal static class PortRules
{
    private static readonly FrozenSet<int> Ports =
    [
        .. new[]
        {
            7, 9, 13, 19, 20, 21, 22, 23, 25, 37, 42, 49, 53, 69, 79, 88, 110, 111, 113, 119, 123, 135, 137, 138, 139, 143, 161, 179, 389, 427,
            445, 464, 465, 512, 513, 514, 515, 543, 544, 548, 554, 587, 593, 636, 646, 873, 993, 995, 1433, 1521, 2049, 2181, 3260, 3306, 3389,
            4369, 5060, 5222, 5432, 5671, 5672, 5900, 5901, 5902, 6000, 6001, 6379, 6380, 9092, 9300, 11211, 25672, 27017, 29500, 33060,
        }
    ];

    private static readonly FrozenSet<string> Programs =
    [
        "sshd", "dropbear", "systemd", "systemd-resolve", "init", "dnsmasq", "named", "unbound", "postgres", "mysqld", "mariadbd", "redis-server",
        "valkey-server", "mongod", "memcached", "beam.smp", "epmd", "exim4", "master", "sendmail", "smbd", "nmbd", "cupsd", "rpcbind", "rpc.statd",
        "rpc.mountd", "slapd", "vsftpd", "xinetd", "inetd", "chronyd", "ntpd", "Xorg", "Xvnc", "Xtigervnc", "x11vnc", "xrdp", "rsync", "slurmd",
        "slurmctld", "munged", "nvidia-persiste", "nv-hostengine",
    ];

    /// <summary>Whether a port is known to speak no HTTP.</summary>
    public static bool IsForeign(int port, string? program) => Ports.Contains(port) || (program is not null && Programs.Contains(program));

    /// <summary>The ports that the system gives away by itself: engines talk among themselves there. A server of models has one that somebody chose.</summary>
    public static (int First, int Last) Ephemeral(string procPath)
    {
        var fields = new Fields(new ProcFile(procPath).Read("sys/net/ipv4/ip_local_port_range").TrimEnd((byte)'\n'));
        return fields.NextCount() is { } first && fields.NextCount() is { } last
            ? ((int)first, (int)last)
            : (32768, 60999);
    }
}

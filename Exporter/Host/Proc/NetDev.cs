using System.Text;

namespace Exporter.Host.Proc;

/// <summary>One interface of <c>/proc/net/dev</c>.</summary>
/// <param name="Name">Such as <c>eth0</c>.</param>
/// <param name="ReceivedBytes">Since the interface was made.</param>
/// <param name="TransmittedBytes">Since the interface was made.</param>
internal sealed record NetDev(string Name, double ReceivedBytes, double TransmittedBytes)
{
    /// <summary>Loopback, and the ends of containers and virtual machines: they come and go with their names, and their bytes pass a real interface too.</summary>
    private static readonly string[] leftOut = ["veth", "cali", "lxc", "tap", "tun", "vnet", "ifb", "dummy", "cilium_", "genev_", "nodelocaldns", "kube-ipvs"];

    /// <summary>The interfaces in the kernel's order, without those that are left out.</summary>
    public static IReadOnlyList<NetDev> Parse(ReadOnlySpan<byte> text)
    {
        var interfaces = new List<NetDev>();
        foreach (var range in text.Split((byte)'\n'))
        {
            if (ParseLine(text[range]) is { } found && !IsLeftOut(found.Name) && !interfaces.Exists(other => other.Name == found.Name))
            {
                interfaces.Add(found);
            }
        }

        return interfaces;
    }

    private static NetDev? ParseLine(ReadOnlySpan<byte> line)
    {
        // An alias has a colon in its name (eth0:1); the numbers never do. Old kernels leave no blank after the colon.
        var colon = line.LastIndexOf((byte)':');
        if (colon < 0)
        {
            return null;
        }

        var name = line[..colon].Trim(" \t"u8);
        var fields = new Fields(line[(colon + 1)..]);
        var received = fields.NextCount();
        fields.Skip(7);
        var transmitted = fields.NextCount();
        return !name.IsEmpty && received is { } receivedBytes && transmitted is { } transmittedBytes
            ? new NetDev(Encoding.UTF8.GetString(name), receivedBytes, transmittedBytes)
            : null;
    }

    private static bool IsLeftOut(string name) => name == "lo" || Array.Exists(leftOut, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}

using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Exporter.Host.Proc;

namespace Exporter.Host.Processes;

/// <summary>A TCP socket that waits for connections.</summary>
/// <param name="Address">Where it listens; the wildcard of its family for every address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Inode">Names the socket in <c>/proc/&lt;pid&gt;/fd</c>.</param>
internal sealed record ListeningSocket(IPAddress Address, int Port, ulong Inode)
{
    /// <summary>Whether a client that connects to <paramref name="target"/> may reach it.</summary>
    public bool Accepts(IPAddress target) => Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any) || Address.Equals(target);

    /// <summary>The listening sockets of both families in one network name space; none where it cannot be read.</summary>
    /// <param name="net">Folder of that name space: <c>net</c> is our own, <c>PID/net</c> that of a process.</param>
    public static List<ListeningSocket> Read(ProcFile proc, string net = "net")
    {
        var sockets = Parse(proc.Read($"{net}/tcp"));
        sockets.AddRange(Parse(proc.Read($"{net}/tcp6")));
        return sockets;
    }

    /// <summary>The listening sockets of <c>/proc/net/tcp</c> or <c>tcp6</c>; lines that are none are passed over.</summary>
    public static List<ListeningSocket> Parse(ReadOnlySpan<byte> table)
    {
        var sockets = new List<ListeningSocket>();
        foreach (var range in table.Split((byte)'\n'))
        {
            var fields = new Fields(table[range]);
            fields.Skip(1);
            var local = fields.Next();
            fields.Skip(1);
            if (!fields.Next().SequenceEqual("0A"u8))
            {
                continue;
            }

            fields.Skip(5);
            if (fields.NextCount() is { } inode && TryEndpoint(local, out var address, out var port))
            {
                sockets.Add(new ListeningSocket(address, port, inode));
            }
        }

        return sockets;
    }

    /// <summary>Such as <c>0100007F:1F90</c>: the address in words of the machine's byte order, the port in hexadecimal.</summary>
    private static bool TryEndpoint(ReadOnlySpan<byte> text, out IPAddress address, out int port)
    {
        address = IPAddress.None;
        port = 0;
        var colon = text.IndexOf((byte)':');
        if (colon is not (8 or 32) || !int.TryParse(text[(colon + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out port))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[colon / 2];
        for (var word = 0; word < colon / 8; word++)
        {
            if (!uint.TryParse(text.Slice(word * 8, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(word * 4)..], value);
        }

        address = new IPAddress(bytes);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return true;
    }
}

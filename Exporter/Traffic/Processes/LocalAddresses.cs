using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Exporter.Traffic.Processes;

/// <summary>The addresses that a network name space calls its own.</summary>
internal static class LocalAddresses
{
    /// <summary>From <c>/proc/PID/net/fib_trie</c>: an address line is followed by one that says <c>/32 host LOCAL</c>.</summary>
    public static HashSet<IPAddress> ParseIPv4(ReadOnlySpan<byte> trie)
    {
        var found = new HashSet<IPAddress>();
        IPAddress? last = null;
        foreach (var range in trie.Split((byte)'\n'))
        {
            var line = trie[range].Trim((byte)' ');
            if (line.StartsWith("|-- "u8))
            {
                _ = IPAddress.TryParse(Encoding.ASCII.GetString(line[4..]), out last);
            }
            else if (last is not null && line.StartsWith("/32 host LOCAL"u8))
            {
                found.Add(last);
            }
        }

        return found;
    }

    /// <summary>From <c>/proc/PID/net/if_inet6</c>: each line begins with the address in 32 hexadecimal digits.</summary>
    public static HashSet<IPAddress> ParseIPv6(ReadOnlySpan<byte> table)
    {
        var found = new HashSet<IPAddress>();
        foreach (var range in table.Split((byte)'\n'))
        {
            var line = table[range];
            if (line.Length > 32 && line[32] == ' ' && UInt128.TryParse(line[..32], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                var bytes = new byte[16];
                BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
                found.Add(new IPAddress(bytes));
            }
        }

        return found;
    }
}

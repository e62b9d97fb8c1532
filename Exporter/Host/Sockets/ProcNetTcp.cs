using System.Buffers.Binary;
using System.Globalization;
using Exporter.Host.Proc;

namespace Exporter.Host.Sockets;

/// <summary>Reads <c>/proc/net/tcp</c> and <c>tcp6</c>. They do not tell how long a listener's queue may become.</summary>
internal static class ProcNetTcp
{
    /// <summary>Adds the rows whose local port is among <paramref name="ports"/>; lines that are none are passed over.</summary>
    public static void Parse(ReadOnlySpan<byte> table, IReadOnlySet<int> ports, List<SocketRow> rows)
    {
        foreach (var range in table.Split((byte)'\n'))
        {
            if (TryRow(table[range], ports, out var row))
            {
                rows.Add(row);
            }
        }
    }

    private static bool TryRow(ReadOnlySpan<byte> line, IReadOnlySet<int> ports, out SocketRow row)
    {
        row = default;
        var fields = new Fields(line);
        fields.Skip(1);
        if (!TryEnd(fields.Next(), out var local) || !ports.Contains(local.Port) || !TryEnd(fields.Next(), out var remote))
        {
            return false;
        }

        var hasState = TryHex(fields.Next(), out var state);
        var queues = fields.Next();
        var hasQueue = TryHex(queues[(queues.IndexOf((byte)':') + 1)..], out var received);
        fields.Skip(4);
        if (!hasState || !hasQueue || fields.NextCount() is not { } inode)
        {
            return false;
        }

        row = new SocketRow((SocketState)state, local, remote, received, null, inode);
        return true;
    }

    /// <summary>Such as <c>0100007F:1F90</c>: the address in words of the machine's byte order, the port in hexadecimal.</summary>
    private static bool TryEnd(ReadOnlySpan<byte> text, out SocketEnd end)
    {
        end = default;
        var colon = text.IndexOf((byte)':');
        if (colon is not (8 or 32) || !TryHex(text[(colon + 1)..], out var port))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[colon / 2];
        for (var word = 0; word < colon / 8; word++)
        {
            if (!TryHex(text.Slice(word * 8, 8), out var value))
            {
                return false;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(word * 4)..], value);
        }

        end = bytes.Length == 4 ? SocketEnd.OfIPv4(bytes, (int)port) : SocketEnd.OfIPv6(bytes, (int)port);
        return true;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out uint value) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}

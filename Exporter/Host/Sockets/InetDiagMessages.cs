using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Exporter.Host.Sockets;

/// <summary>The bytes of INET_DIAG, the kernel's own list of sockets (<c>sock_diag(7)</c>): what <c>ss</c> reads.</summary>
internal static class InetDiagMessages
{
    public const byte IPv4 = 2;

    public const byte IPv6 = 10;

    private const int HeaderLength = 16;
    private const int RequestLength = 56;
    private const int AnswerLength = 72;
    private const int BytesPerPort = 20;
    private const ushort Done = 3;
    private const ushort Error = 2;
    private const ushort SocketsByFamily = 20;
    private const ushort DumpRequest = 0x0301;
    private const byte Tcp = 6;
    private const uint EveryState = 0x1FFE;

    private const byte Jump = 1;
    private const byte PortAtLeast = 2;
    private const byte PortAtMost = 3;

    /// <summary>Asks for every socket of a family whose local port is among <paramref name="ports"/>.</summary>
    public static byte[] Request(byte family, IReadOnlyCollection<int> ports)
    {
        var filter = ports.Count * BytesPerPort;
        var message = new byte[HeaderLength + RequestLength + 4 + filter];
        MemoryMarshal.Write(message, (uint)message.Length);
        MemoryMarshal.Write(message.AsSpan(4), SocketsByFamily);
        MemoryMarshal.Write(message.AsSpan(6), DumpRequest);
        var request = message.AsSpan(HeaderLength);
        (request[0], request[1]) = (family, Tcp);
        MemoryMarshal.Write(request[4..], EveryState);

        var attribute = request[RequestLength..];
        MemoryMarshal.Write(attribute, (ushort)(4 + filter));
        MemoryMarshal.Write(attribute[2..], (ushort)1);
        WriteFilter(attribute[4..], ports);
        return message;
    }

    /// <summary>Adds the sockets of one datagram of the answer.</summary>
    /// <returns>Null where more datagrams follow, else 0 for a good end or the kernel's error number.</returns>
    public static int? Parse(ReadOnlySpan<byte> datagram, List<SocketRow> rows)
    {
        while (datagram.Length >= HeaderLength)
        {
            var length = MemoryMarshal.Read<int>(datagram);
            var type = MemoryMarshal.Read<ushort>(datagram[4..]);
            if (length < HeaderLength || length > datagram.Length)
            {
                return null;
            }

            var body = datagram[HeaderLength..length];
            switch (type)
            {
                case Done:
                    return 0;
                case Error:
                    return body.Length >= 4 ? -MemoryMarshal.Read<int>(body) : 0;
                case SocketsByFamily when body.Length >= AnswerLength:
                    rows.Add(Row(body));
                    break;
            }

            datagram = datagram[Math.Min(datagram.Length, (length + 3) & ~3)..];
        }

        return null;
    }

    /// <summary>
    /// A program of the kernel's filter language: for each port "at least and at most it, then accept, else on to the next". A jump to
    /// the very end accepts, one four bytes further refuses.
    /// </summary>
    private static void WriteFilter(Span<byte> program, IReadOnlyCollection<int> ports)
    {
        var left = ports.Count;
        foreach (var port in ports)
        {
            left--;
            var past = left == 0 ? 4 : 0;
            Instruction(program, PortAtLeast, 8, BytesPerPort + past);
            Instruction(program[4..], 0, 0, port);
            Instruction(program[8..], PortAtMost, 8, BytesPerPort - 8 + past);
            Instruction(program[12..], 0, 0, port);
            Instruction(program[16..], Jump, 4, 4 + (left * BytesPerPort));
            program = program[BytesPerPort..];
        }
    }

    private static void Instruction(Span<byte> at, byte code, byte yes, int no)
    {
        (at[0], at[1]) = (code, yes);
        MemoryMarshal.Write(at[2..], (ushort)no);
    }

    private static SocketRow Row(ReadOnlySpan<byte> body)
    {
        var state = (SocketState)body[1];
        return new SocketRow(
            state,
            End(body[0], body[8..], BinaryPrimitives.ReadUInt16BigEndian(body[4..])),
            End(body[0], body[24..], BinaryPrimitives.ReadUInt16BigEndian(body[6..])),
            MemoryMarshal.Read<uint>(body[56..]),
            state == SocketState.Listen ? MemoryMarshal.Read<uint>(body[60..]) : null,
            MemoryMarshal.Read<uint>(body[68..]));
    }

    private static SocketEnd End(byte family, ReadOnlySpan<byte> address, int port) =>
        family == IPv4 ? SocketEnd.OfIPv4(address[..4], port) : SocketEnd.OfIPv6(address[..16], port);
}

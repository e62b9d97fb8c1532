using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Exporter.Host.Sockets;

/// <summary>One end of a connection. IPv4 is held as IPv4 mapped into IPv6, so that both spellings of one end are equal.</summary>
/// <param name="Address">128 bits in network order.</param>
/// <param name="Port">0 for the far end of a listening socket.</param>
internal readonly record struct SocketEnd(UInt128 Address, int Port)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    /// <summary>Every address of either family.</summary>
    public bool IsWildcard => Address == UInt128.Zero || Address == MappedPrefix;

    public static SocketEnd Of(IPAddress address, int port)
    {
        Span<byte> bytes = stackalloc byte[16];
        var mapped = address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address;
        return mapped.TryWriteBytes(bytes, out _) ? OfIPv6(bytes, port) : default;
    }

    /// <param name="bytes">Four bytes in network order.</param>
    public static SocketEnd OfIPv4(ReadOnlySpan<byte> bytes, int port) => new(MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes), port);

    /// <param name="bytes">Sixteen bytes in network order.</param>
    public static SocketEnd OfIPv6(ReadOnlySpan<byte> bytes, int port) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes), port);
}

using System.Buffers.Binary;
using Google.Protobuf;

namespace Exporter.Probes.Grpc;

/// <summary>A message on the wire: whether it is compressed (1 byte), its length (4 bytes, big-endian), itself.</summary>
internal static class GrpcFrame
{
    private const int PrefixBytes = 5;

    /// <summary>The request's body, never compressed.</summary>
    public static byte[] Of(IMessage message)
    {
        var frame = new byte[PrefixBytes + message.CalculateSize()];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)(frame.Length - PrefixBytes));
        message.WriteTo(frame.AsSpan(PrefixBytes));
        return frame;
    }

    /// <summary>Reads the one message of a unary answer and the end after it, which is what brings the trailers.</summary>
    /// <param name="limitBytes">Longest message.</param>
    /// <exception cref="IOException">The stream was reset or the connection lost.</exception>
    public static async Task<GrpcReading> ReadAsync(Stream body, long limitBytes, CancellationToken cancellationToken)
    {
        var prefix = new byte[PrefixBytes];
        var read = await body.ReadAtLeastAsync(prefix, PrefixBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read < PrefixBytes)
        {
            return read == 0 ? new GrpcReading(null) : GrpcReading.Cut;
        }

        if (prefix[0] != 0)
        {
            return new GrpcReading(null, ProbeErrorType.Other, "the message is compressed, which was not asked for");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
        if (length > limitBytes)
        {
            return new GrpcReading(null, ProbeErrorType.BodyTooLarge, $"the message has {length} bytes, more than {limitBytes}");
        }

        return await ReadMessageAsync(body, (int)length, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<GrpcReading> ReadMessageAsync(Stream body, int length, CancellationToken cancellationToken)
    {
        var message = new byte[length];
        if (await body.ReadAtLeastAsync(message, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < length)
        {
            return GrpcReading.Cut;
        }

        var rest = await body.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        return rest == 0 ? new GrpcReading(message) : new GrpcReading(null, ProbeErrorType.Other, "more than one message came in answer to one question");
    }
}

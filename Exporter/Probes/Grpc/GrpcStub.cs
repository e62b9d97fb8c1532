using System.Buffers.Binary;
using Exporter.Probes.Grpc.Wire;
using Google.Protobuf;

namespace Exporter.Probes.Grpc;

/// <summary>The least server of HTTP/2 that answers a call: what the probes are warmed against.</summary>
internal static class GrpcStub
{
    private const int PrefaceBytes = 24;
    private const int FrameHeaderBytes = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte EndStream = 1;
    private const byte Acknowledged = 1;
    private const byte EndHeaders = 4;

    /// <summary><c>:status: 200</c> from the static table and <c>content-type: application/grpc</c>.</summary>
    private static readonly byte[] AnswerHeaders = [0x88, 0x0F, 0x10, 16, .. "application/grpc"u8];

    private static readonly byte[] Trailers = [0x00, 11, .. "grpc-status"u8, 1, (byte)'0'];

    /// <summary>
    /// One message for every call: each reads the fields it knows and skips the others. SERVING and ready are the same number.
    /// </summary>
    private static readonly byte[] Answer =
    [
        .. new ModelReadyResponse { Ready = true }.ToByteArray(),
        .. new ModelMetadataResponse { Inputs = { new ModelMetadataResponse.Types.TensorMetadata { Name = "x", Datatype = "FP32", Shape = { -1, 2 } } } }.ToByteArray(),
        .. new ModelInferResponse
        {
            Outputs =
            {
                new ModelInferResponse.Types.InferOutputTensor { Name = "y", Datatype = "FP32", Shape = { 1 }, Contents = new InferTensorContents { Fp32Contents = { 0.5f } } },
            },
        }.ToByteArray(),
    ];

    /// <summary>Answers every call on the connection until the client closes it.</summary>
    public static async Task ServeAsync(Stream connection, CancellationToken cancellationToken)
    {
        await connection.WriteAsync(Frame(Settings, 0, 0, []), cancellationToken).ConfigureAwait(false);
        await connection.ReadExactlyAsync(new byte[PrefaceBytes], cancellationToken).ConfigureAwait(false);
        var header = new byte[FrameHeaderBytes];
        while (await connection.ReadAtLeastAsync(header, FrameHeaderBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == FrameHeaderBytes)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(header) >> 8;
            await connection.ReadExactlyAsync(new byte[length], cancellationToken).ConfigureAwait(false);
            var (type, flags, stream) = (header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)));
            if (type == Settings && (flags & Acknowledged) == 0)
            {
                await connection.WriteAsync(Frame(Settings, Acknowledged, 0, []), cancellationToken).ConfigureAwait(false);
            }
            else if (type is Data or Headers && (flags & EndStream) != 0)
            {
                byte[] message = [0, 0, 0, 0, (byte)Answer.Length, .. Answer];
                byte[] all = [.. Frame(Headers, EndHeaders, stream, AnswerHeaders), .. Frame(Data, 0, stream, message), .. Frame(Headers, EndHeaders | EndStream, stream, Trailers)];
                await connection.WriteAsync(all, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[FrameHeaderBytes + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(FrameHeaderBytes));
        return frame;
    }
}

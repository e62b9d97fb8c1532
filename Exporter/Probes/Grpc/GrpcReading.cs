namespace Exporter.Probes.Grpc;

/// <summary>What came as the message of an answer.</summary>
/// <param name="Message">Its bytes; null where there is none, or none that can be read.</param>
/// <param name="Error">Why it cannot be read; null where it can or where there is none.</param>
/// <param name="Reason">The same for a person.</param>
internal sealed record GrpcReading(byte[]? Message, ProbeErrorType? Error = null, string Reason = "")
{
    /// <summary>The stream ended inside a message.</summary>
    public static readonly GrpcReading Cut = new(null, ProbeErrorType.StreamTruncated, "the answer ended inside its message");
}

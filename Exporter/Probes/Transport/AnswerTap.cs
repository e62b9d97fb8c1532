namespace Exporter.Probes.Transport;

/// <summary>The body of an answer that tells when each read of it returned, well or not: what is done with the bytes afterwards is no time of the server.</summary>
internal sealed class AnswerTap(Stream body, Action read) : WrappedStream(body)
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return base.Read(buffer);
        }
        finally
        {
            read();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            read();
        }
    }
}

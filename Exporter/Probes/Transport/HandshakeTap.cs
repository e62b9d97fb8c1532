namespace Exporter.Probes.Transport;

/// <summary>The connection below a TLS handshake; tells what the server sends, in case that it is no TLS.</summary>
internal sealed class HandshakeTap(Stream connection, Action<ReadOnlySpan<byte>> read) : WrappedStream(connection)
{
    private Action<ReadOnlySpan<byte>>? told = read;

    /// <summary>The handshake is over: what follows is nobody's business, and the listener is let go.</summary>
    public void End() => told = null;

    public override int Read(Span<byte> buffer)
    {
        var count = Connection.Read(buffer);
        told?.Invoke(buffer[..count]);
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        told is null ? Connection.ReadAsync(buffer, cancellationToken) : ListenAsync(buffer, cancellationToken);

    private async ValueTask<int> ListenAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await Connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        told?.Invoke(buffer.Span[..count]);
        return count;
    }
}

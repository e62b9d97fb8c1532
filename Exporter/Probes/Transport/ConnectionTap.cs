namespace Exporter.Probes.Transport;

/// <summary>
/// A connection that tells when something is written to it and when it was: only then may a reset have hit a request under way.
/// It tells of the first bytes that come back, too.
/// </summary>
internal sealed class ConnectionTap(Stream connection, Action writing, Action written, Action<ReadOnlySpan<byte>> read) : WrappedStream(connection)
{
    public override int Read(Span<byte> buffer)
    {
        var count = Connection.Read(buffer);
        read(buffer[..count]);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        read(buffer.Span[..count]);
        return count;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        writing();
        Connection.Write(buffer);
        written();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        writing();
        try
        {
            await Connection.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // A server that refuses a long request answers before its end and closes: what it said is there to be read, and if
            // it said nothing, reading fails for the same reason.
            return;
        }

        written();
    }
}

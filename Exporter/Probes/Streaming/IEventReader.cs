namespace Exporter.Probes.Streaming;

/// <summary>Reads a streamed answer event by event, within bounds.</summary>
internal interface IEventReader : IDisposable
{
    /// <summary>Data of the item last read; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Name of the event last read; empty means none was given.</summary>
    public string EventName { get; }

    /// <summary>When the bytes that completed the item's data were read, taken before anything was parsed.</summary>
    public long Timestamp { get; }

    /// <summary>Bytes of the body so far.</summary>
    public long BytesRead { get; }

    /// <summary>Reads up to the next item.</summary>
    /// <exception cref="IOException">The connection was lost or broke its framing.</exception>
    public ValueTask<StreamItem> ReadAsync(CancellationToken cancellationToken);
}

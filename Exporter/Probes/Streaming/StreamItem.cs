namespace Exporter.Probes.Streaming;

/// <summary>What an <see cref="IEventReader"/> found next.</summary>
internal enum StreamItem
{
    /// <summary>A whole event with data.</summary>
    Event,

    /// <summary>A line <c>error: …</c> between server-sent events, which is no field of the standard but how llama.cpp reports an error inside a stream.</summary>
    Error,

    /// <summary>The stream ended inside an event; its data is what had come.</summary>
    Unterminated,

    /// <summary>The stream has ended.</summary>
    End,

    /// <summary>A bound was hit; nothing more is read.</summary>
    TooLarge,
}

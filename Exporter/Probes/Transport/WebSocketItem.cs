namespace Exporter.Probes.Transport;

/// <summary>What <see cref="WebSocketReader"/> found next.</summary>
internal enum WebSocketItem
{
    /// <summary>A whole binary message.</summary>
    Binary,

    /// <summary>A whole text message.</summary>
    Text,

    /// <summary>The server has closed the conversation.</summary>
    Closed,

    /// <summary>The bound was hit; nothing more is read.</summary>
    TooLarge,
}

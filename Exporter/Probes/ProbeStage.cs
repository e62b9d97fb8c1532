namespace Exporter.Probes;

/// <summary>How far a probe has come; only ever forward.</summary>
internal enum ProbeStage
{
    /// <summary>Nothing done yet.</summary>
    Starting,

    /// <summary>Looking up the name.</summary>
    Resolving,

    /// <summary>Opening the connection.</summary>
    Connecting,

    /// <summary>In the TLS handshake.</summary>
    Securing,

    /// <summary>The connection is ready; nothing has been written to it.</summary>
    Connected,

    /// <summary>The request, or its beginning, is written; no answer yet.</summary>
    Waiting,

    /// <summary>The headers of the answer are here.</summary>
    Receiving,

    /// <summary>The first generated token is here.</summary>
    Generating,
}

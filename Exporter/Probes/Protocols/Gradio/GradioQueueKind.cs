namespace Exporter.Probes.Protocols.Gradio;

/// <summary>How the queue of an app is spoken to; <c>protocol</c> of its <c>/config</c>.</summary>
internal enum GradioQueueKind
{
    /// <summary>Gradio 3: a WebSocket.</summary>
    Socket,

    /// <summary><c>sse</c>, 4.0 to 4.8: the stream comes first, and the arguments are sent when the app asks for them.</summary>
    StreamFirst,

    /// <summary><c>sse_v1</c> and later, since 4.9: the arguments come first.</summary>
    StreamLast,
}

namespace Exporter.Configuration;

/// <summary>The protocols that a probe can speak.</summary>
internal enum ProbeType
{
    /// <summary><c>http</c>: any request, judged by status, header, body text and JSON Pointer.</summary>
    Http,

    /// <summary><c>openai-chat</c>: <c>POST /v1/chat/completions</c>, streaming or not.</summary>
    OpenAiChat,

    /// <summary><c>gradio</c>: one function of a Gradio app, 3 to 6.</summary>
    Gradio,

    /// <summary><c>kserve-http</c>: inference by the Open Inference Protocol (KServe v2) over HTTP, as Triton and MLServer serve it.</summary>
    KserveHttp,

    /// <summary><c>tcp</c>: a connection, with or without TLS; may send a text and wait for another.</summary>
    Tcp,
}

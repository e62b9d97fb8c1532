namespace Exporter.Configuration.Probes;

/// <summary>The protocols that a probe can speak.</summary>
internal enum ProbeType
{
    /// <summary><c>http</c>: any request, judged by status, header, body text and JSON Pointer.</summary>
    Http,

    /// <summary><c>openai-chat</c>: <c>POST /v1/chat/completions</c>, streaming or not.</summary>
    OpenAiChat,

    /// <summary><c>gradio</c>: one function of a Gradio app, 3 to 6.</summary>
    Gradio,

    /// <summary><c>streamlit</c>: the page of a Streamlit app, by WebSocket.</summary>
    Streamlit,

    /// <summary><c>kserve-http</c>: inference by the Open Inference Protocol (KServe v2) over HTTP, as Triton and MLServer serve it.</summary>
    KserveHttp,

    /// <summary><c>kserve-grpc</c>: the same over gRPC.</summary>
    KserveGrpc,

    /// <summary><c>grpc-health</c>: gRPC's health checking protocol.</summary>
    GrpcHealth,

    /// <summary><c>tcp</c>: a connection, with or without TLS; may send a text and wait for another.</summary>
    Tcp,

    /// <summary><c>openai-completion</c>: <c>POST /v1/completions</c>, streaming or not.</summary>
    OpenAiCompletion,

    /// <summary><c>openai-embeddings</c>: <c>POST /v1/embeddings</c>.</summary>
    OpenAiEmbeddings,

    /// <summary><c>rerank</c>: documents put in order, in the dialects of Jina and Cohere, TEI, and vLLM's score.</summary>
    Rerank,

    /// <summary><c>tei-embed</c>: <c>POST /embed</c> of Text Embeddings Inference.</summary>
    TeiEmbed,

    /// <summary><c>tgi-generate</c>: <c>POST /generate</c> and <c>/generate_stream</c> of Text Generation Inference.</summary>
    TgiGenerate,

    /// <summary><c>ollama</c>: <c>POST /api/generate</c> or <c>/api/chat</c> of Ollama, streaming or not.</summary>
    Ollama,
}

namespace Exporter.Configuration;

/// <summary>The programs that serve models, as far as they can be told apart.</summary>
internal enum ServerKind
{
    Vllm,
    Sglang,
    LlamaCpp,

    /// <summary>Hugging Face's text-generation-inference.</summary>
    Tgi,

    /// <summary>Hugging Face's text-embeddings-inference.</summary>
    Tei,

    Triton,
    Ollama,
    LmStudio,
    LiteLlm,
    TorchServe,
    TfServing,
    BentoMl,
    Gradio,
    Streamlit,

    /// <summary>Some other server of the open inference protocol (KServe v2).</summary>
    Kserve,

    /// <summary>Some other server of OpenAI's protocol.</summary>
    OpenAi,

    /// <summary>An application of FastAPI's.</summary>
    FastApi,

    /// <summary>An application on Werkzeug, Flask's own server.</summary>
    Flask,

    /// <summary>Some other HTTP server.</summary>
    Other,
}

namespace Exporter.Configuration.Probes;

/// <summary>How a request to put documents in order is written.</summary>
internal enum RerankDialect
{
    /// <summary><c>auto</c>: each in turn, until one is understood; that one from then on.</summary>
    Auto,

    /// <summary><c>jina</c>: query and documents to <c>/v1/rerank</c>, as Jina and Cohere have it; vLLM, llama.cpp, SGLang, LiteLLM.</summary>
    Jina,

    /// <summary><c>tei</c>: query and texts to <c>/rerank</c> of Text Embeddings Inference.</summary>
    Tei,

    /// <summary><c>score</c>: text_1 and text_2 to vLLM's <c>/v1/score</c>.</summary>
    Score,
}

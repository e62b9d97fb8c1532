namespace Exporter.Configuration.Slo;

/// <summary>A kind of model server with the objectives that are usual for it.</summary>
internal enum SloPreset
{
    /// <summary><c>llm</c></summary>
    Llm,

    /// <summary><c>reranker</c></summary>
    Reranker,

    /// <summary><c>nlu</c></summary>
    Nlu,
}

namespace Exporter.Configuration.Probes;

/// <summary>Section <c>request</c> of a <c>rerank</c> probe.</summary>
internal sealed record RerankRequestConfig
{
    /// <summary>What the documents are compared with.</summary>
    public string Query { get; init; } = "What is the capital of France?";

    /// <summary>The documents; 1 to 256. Their places, from 0, are their names in <c>expect</c>.</summary>
    public ValueList<string> Documents { get; init; } = new(["Bread is made from flour.", "Paris is the capital of France.", "The sea is blue."]);
}

namespace Exporter.Configuration.Probes;

/// <summary>Section <c>request</c> of an <c>openai-embeddings</c> probe.</summary>
internal sealed record EmbeddingsRequestConfig
{
    /// <summary>The texts to embed in one request; 1 to 256.</summary>
    public ValueList<string> Input { get; init; } = new(["How warm is the GPU?"]);

    /// <summary>How the numbers are sent; default <see cref="VectorEncoding.Float"/>.</summary>
    public VectorEncoding Encoding { get; init; } = VectorEncoding.Float;

    /// <summary>Length of the vectors to ask for, where the model can choose; null asks for nothing.</summary>
    public int? Dimensions { get; init; }
}

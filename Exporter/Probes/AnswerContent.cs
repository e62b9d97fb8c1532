namespace Exporter.Probes;

/// <summary>What a server answered, whole and readable, whatever is to be thought of it. Never goes into a label or a log.</summary>
internal sealed record AnswerContent
{
    /// <summary>The generated text, else the body.</summary>
    public required string Text { get; init; }

    /// <summary>The scores by document, in the order in which the documents were sent; null where the protocol has none.</summary>
    public IReadOnlyList<double>? Scores { get; init; }

    /// <summary>The first vector; null where the protocol has none. A component that is no number is NaN.</summary>
    public IReadOnlyList<double>? Vector { get; init; }
}

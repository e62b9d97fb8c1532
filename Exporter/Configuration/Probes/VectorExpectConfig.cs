namespace Exporter.Configuration.Probes;

/// <summary>Section <c>expect</c> of a probe that answers with vectors. That they hold numbers, and not all zero, is always expected.</summary>
internal sealed record VectorExpectConfig
{
    /// <summary>Length of every vector, 1 to 65536; null means that it is not checked.</summary>
    public int? Dimension { get; init; }

    /// <summary>Whether every vector must have the length 1, to within a hundredth; default false.</summary>
    public bool Normalized { get; init; }
}

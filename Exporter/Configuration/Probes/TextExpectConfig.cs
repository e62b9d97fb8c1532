namespace Exporter.Configuration.Probes;

/// <summary>Section <c>expect</c> of a probe that answers with text; every entry must hold.</summary>
internal sealed record TextExpectConfig
{
    /// <summary>Texts that must occur, compared without case.</summary>
    public ValueList<string> Contains { get; init; } = ValueList<string>.Empty;

    /// <summary>Regular expressions that must match.</summary>
    public ValueList<string> Matches { get; init; } = ValueList<string>.Empty;

    /// <summary>Least number of characters of the answer; default 0.</summary>
    public int MinLength { get; init; }
}

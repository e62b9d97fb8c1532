namespace Exporter.Configuration.Probes;

/// <summary>Section <c>expect</c> of an http probe; every entry must hold.</summary>
internal sealed record HttpExpectConfig
{
    /// <summary>Accepted status codes; empty means 200 to 299.</summary>
    public ValueList<int> Status { get; init; } = ValueList<int>.Empty;

    /// <summary>Headers that must be there with a value that matches.</summary>
    public ValueList<HeaderExpectConfig> HeaderMatches { get; init; } = ValueList<HeaderExpectConfig>.Empty;

    /// <summary>Headers of which no value may match.</summary>
    public ValueList<HeaderExpectConfig> HeaderNotMatches { get; init; } = ValueList<HeaderExpectConfig>.Empty;

    /// <summary>Regular expressions that the body must match.</summary>
    public ValueList<string> BodyMatches { get; init; } = ValueList<string>.Empty;

    /// <summary>Regular expressions that the body must not match.</summary>
    public ValueList<string> BodyNotMatches { get; init; } = ValueList<string>.Empty;

    /// <summary>Checks of single JSON values.</summary>
    public ValueList<JsonExpectConfig> Json { get; init; } = ValueList<JsonExpectConfig>.Empty;
}

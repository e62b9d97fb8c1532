namespace Exporter.Configuration.Probes;

/// <summary>One entry of <c>header_matches</c> or <c>header_not_matches</c>.</summary>
internal sealed record HeaderExpectConfig
{
    /// <summary>Key <c>header</c>: its name, compared without case.</summary>
    public required string Name { get; init; }

    /// <summary>Key <c>regex</c>: to be found in one of its values.</summary>
    public required string Pattern { get; init; }

    /// <summary>Whether an answer without the header is good too; default false.</summary>
    public bool AllowMissing { get; init; }
}

using System.Diagnostics.CodeAnalysis;

namespace Exporter.Exposition;

/// <summary>What came of a scrape: a body or the reason why there is none.</summary>
internal readonly struct ScrapeResult
{
    public ScrapeResult(ExpositionBody body) => Body = body;

    public ScrapeResult(ScrapeFailure failure) => Failure = failure;

    /// <summary>The answer, to be disposed by the caller; null on failure.</summary>
    public ExpositionBody? Body { get; }

    /// <summary>Says something only where <see cref="Body"/> is null.</summary>
    public ScrapeFailure Failure { get; }

    [MemberNotNullWhen(true, nameof(Body))]
    public bool Succeeded => Body is not null;
}

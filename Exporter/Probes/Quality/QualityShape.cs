using Exporter.Configuration;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Quality;

/// <summary>The label sets and boundaries of a probe's quality metrics. While they are the same, the counters go on.</summary>
internal sealed record QualityShape
{
    private const int ScoreBuckets = 20;

    public required ValueList<string> Classes { get; init; }

    public required ValueList<string> QueryKinds { get; init; }

    public required ValueList<AssertionKind> Assertions { get; init; }

    /// <summary>Linear over the scale of the scores.</summary>
    public required ValueList<double> ScoreBoundaries { get; init; }

    public required bool CountsHighScores { get; init; }

    public required bool TracksOutput { get; init; }

    /// <summary>Null where the probe asks no cases.</summary>
    public static QualityShape? Of(ProbeConfig probe) => probe.Quality is not { } quality ? null : new QualityShape
    {
        Classes = Distinct(quality.Cases.Select(static one => one.Label).OfType<string>()),
        QueryKinds = Distinct(quality.Cases.Select(static one => one.QueryKind)),
        Assertions = new(quality.Cases.SelectMany(AssertionKinds.Of).Distinct().Order()),
        ScoreBoundaries = new(Enumerable.Range(0, ScoreBuckets + 1).Select(i => Math.Round(quality.ScoreMin + ((quality.ScoreMax - quality.ScoreMin) * i / ScoreBuckets), 9))),
        CountsHighScores = quality.HighScore is not null,
        TracksOutput = quality.TrackOutput && probe.IsDeterministic,
    };

    private static ValueList<string> Distinct(IEnumerable<string> values) => new(values.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal));
}

using System.Text;
using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Baselines;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Quality;

/// <summary>Takes from an answer what later answers to the same case can be held to. What a case says itself is not recorded.</summary>
/// <param name="probe">Whose cases they are.</param>
internal sealed class BaselineRecorder(ProbeConfig probe, QualityConfig quality)
{
    private readonly AnswerReading reading = new(quality);

    /// <summary>Whether answers are compared as a whole, so that one question should be asked twice before its answer is taken for the only one.</summary>
    public bool RecordsOutputs { get; } = quality.TrackOutput && probe.IsDeterministic;

    private bool NeedsDocument => quality.LabelPointer is not null || quality.ScorePointer is not null || quality.EmbeddingPointer is not null;

    /// <param name="problem">Why the answer cannot be read; null where it can.</param>
    /// <returns>Null for an answer that cannot be read; empty where nothing in it fits.</returns>
    public CaseReference? Record(QualityCaseConfig one, AnswerContent answer, out string? problem)
    {
        problem = null;
        if (!NeedsDocument)
        {
            return Record(one, answer, default(JsonElement));
        }

        using var document = JsonText.TryParse(Encoding.UTF8.GetBytes(answer.Text), out problem);
        return document is null ? null : Record(one, answer, document.RootElement);
    }

    private CaseReference Record(QualityCaseConfig one, AnswerContent answer, JsonElement root) => new()
    {
        Case = CaseIdentity.Of(one),
        Label = one.Label is null && (quality.LabelPointer ?? quality.LabelPattern) is not null ? reading.LabelOf(answer, root) is { Length: > 0 } label ? label : null : null,
        Ranking = one.Ranking.Count == 0 && reading.ScoresOf(answer, root) is { } scores ? RankingOf(scores) : ValueList<int>.Empty,
        Embedding = one.Embedding.Count == 0 && reading.VectorOf(answer, root) is { } vector && HasDirection(vector) ? new(vector) : ValueList<double>.Empty,
        OutputSha256 = RecordsOutputs && one.OutputSha256 is null ? OutputMemory.Fingerprint(answer.Text) : null,
    };

    /// <summary>Where two scores are the same there is no order to hold later answers to.</summary>
    private static ValueList<int> RankingOf(IReadOnlyList<double> scores) => scores.Count > 1 && scores.Distinct().Count() == scores.Count
        ? new(Enumerable.Range(0, scores.Count).OrderByDescending(index => scores[index]))
        : ValueList<int>.Empty;

    private static bool HasDirection(IReadOnlyList<double> vector) => vector.All(double.IsFinite) && vector.Any(static component => component != 0);
}

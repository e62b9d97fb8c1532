using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Quality;

/// <summary>Finds class, scores and vector in an answer: where the configuration points to, else where the protocol has them.</summary>
internal sealed class AnswerReading(QualityConfig quality)
{
    private readonly BoundedRegex? labelPattern = quality.LabelPattern is null ? null : new BoundedRegex(quality.LabelPattern);

    /// <summary>The class; null where the answer names none.</summary>
    public string? LabelOf(AnswerContent answer, JsonElement root)
    {
        var text = quality.LabelPointer is { } pointer ? TextAt(root, pointer) : answer.Text;
        return (text is not null && labelPattern is not null ? labelPattern.Capture(text) : text)?.Trim();
    }

    /// <summary>Null where there are none, or one of them is no number.</summary>
    public IReadOnlyList<double>? ScoresOf(AnswerContent answer, JsonElement root)
    {
        var scores = quality.ScorePointer is null ? answer.Scores
            : JsonPointer.TryFind(root, quality.ScorePointer, out var value) ? JsonNumbers.Of(value) : null;
        return scores is { Count: > 0 } && scores.All(double.IsFinite) ? scores : null;
    }

    /// <summary>Null where there is none; what is no number in it is NaN.</summary>
    public IReadOnlyList<double>? VectorOf(AnswerContent answer, JsonElement root) =>
        quality.EmbeddingPointer is null ? answer.Vector
            : JsonPointer.TryFind(root, quality.EmbeddingPointer, out var value) ? JsonNumbers.Of(value) : null;

    private static string? TextAt(JsonElement root, string pointer) =>
        JsonPointer.TryFind(root, pointer, out var value) ? JsonText.StringOf(value) ?? value.GetRawText() : null;
}

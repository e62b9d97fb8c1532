using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols;

/// <summary>Reads scores in whatever shape they come: Jina and Cohere's <c>results</c>, TEI's bare list, the <c>data</c> of vLLM's score.</summary>
internal static class RerankScores
{
    /// <summary>Reads a whole answer.</summary>
    /// <param name="problem">What is wrong with an answer of the right shape; null where nothing is.</param>
    /// <returns>Places and scores; null where the answer has no such shape.</returns>
    public static IReadOnlyList<(int Document, double Score)>? Read(JsonElement root, out string? problem)
    {
        problem = null;
        var list = root.ValueKind == JsonValueKind.Array ? root : JsonText.Property(root, "results") ?? JsonText.Property(root, "data");
        if (list is not { ValueKind: JsonValueKind.Array } items)
        {
            return null;
        }

        var scores = new List<(int, double)>();
        foreach (var item in items.EnumerateArray())
        {
            var document = (int)(JsonText.CountOf(item, "index") ?? scores.Count);
            var score = JsonText.Property(item, "relevance_score") ?? JsonText.Property(item, "score");
            if (score is not { ValueKind: JsonValueKind.Number } number || !number.TryGetDouble(out var value) || !double.IsFinite(value))
            {
                problem = $"document {document} has no number as its score";
                return scores;
            }

            scores.Add((document, value));
        }

        return scores;
    }

    /// <summary>The scores in the order of the documents.</summary>
    /// <returns>Null where one is missing or comes twice.</returns>
    public static IReadOnlyList<double>? ByDocument(IReadOnlyList<(int Document, double Score)> scores)
    {
        var ordered = scores.OrderBy(static one => one.Document).ToList();
        return ordered.Select(static (one, place) => one.Document == place).All(static isThere => isThere) ? [.. ordered.Select(static one => one.Score)] : null;
    }
}

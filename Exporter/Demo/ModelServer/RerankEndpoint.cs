using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary><c>POST /v1/rerank</c> in the shape of Jina and Cohere; the score is the share of the query's words that a document holds.</summary>
internal sealed class RerankEndpoint : OpenAiEndpoint
{
    public override IReadOnlyList<string> Paths => ["/v1/rerank", "/rerank", "/v2/rerank"];

    protected override Reply AnswerKnownModel(JsonElement request, RequestContext context)
    {
        if (StringOf(request, "query") is not { } query)
        {
            return Missing("query", "a text");
        }

        if (DocumentsOf(request) is not { Count: > 0 } documents)
        {
            return Missing("documents", "an array of texts");
        }

        var results = documents
            .Select((text, index) => (Index: index, Text: text, Score: Score(query, text, context.IsWrongWanted)))
            .OrderByDescending(result => result.Score)
            .Take(TopOf(request) ?? documents.Count);
        var isTextWanted = IsAbsent(request, "return_documents") || IsTrue(request, "return_documents");
        var tokens = (documents.Count * Tokens.Count(query)) + documents.Sum(Tokens.Count);
        return new JsonReply(200, JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", $"rerank-demo-{context.Sequence}");
            json.WriteString("model", DemoModelServer.ModelName);
            json.WriteStartObject("usage");
            json.WriteNumber("total_tokens", tokens);
            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var result in results)
            {
                WriteResult(json, result.Index, result.Text, result.Score, isTextWanted);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        })) { PromptTokens = tokens };
    }

    /// <summary>From 0.01 (no word in common) to 0.99 (every word of the query); a wrong score is turned upside down.</summary>
    public static double Score(string query, string document, bool isWrongWanted)
    {
        var words = Tokens.Words(query).ToHashSet();
        var held = Tokens.Words(document).ToHashSet();
        var share = words.Count == 0 ? 0 : (double)words.Count(held.Contains) / words.Count;
        return Math.Round(0.01 + (0.98 * (isWrongWanted ? 1 - share : share)), 4);
    }

    private static void WriteResult(Utf8JsonWriter json, int index, string text, double score, bool isTextWanted)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        if (isTextWanted)
        {
            json.WriteStartObject("document");
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        json.WriteNumber("relevance_score", score);
        json.WriteEndObject();
    }

    /// <summary>0 means all, as with vLLM.</summary>
    private static int? TopOf(JsonElement request) =>
        request.TryGetProperty("top_n", out var top) && top.ValueKind == JsonValueKind.Number && top.TryGetInt32(out var number) && number > 0 ? number : null;

    private static List<string>? DocumentsOf(JsonElement request)
    {
        if (!request.TryGetProperty("documents", out var documents) || documents.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var document in documents.EnumerateArray())
        {
            var text = document.ValueKind == JsonValueKind.Object ? StringOf(document, "text") : document.ValueKind == JsonValueKind.String ? document.GetString() : null;
            if (text is null)
            {
                return null;
            }

            texts.Add(text);
        }

        return texts;
    }
}

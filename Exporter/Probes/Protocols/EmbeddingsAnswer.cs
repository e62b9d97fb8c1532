using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Judges the vectors that a server answers with.</summary>
/// <param name="vectorsOf">Finds the vectors in the document, in the order of the texts; null where the document is no such answer.</param>
/// <param name="texts">How many texts are sent.</param>
internal sealed class EmbeddingsAnswer(Func<JsonElement, IReadOnlyList<JsonElement>?> vectorsOf, int texts, VectorExpectConfig expect, long bodySizeLimitBytes)
{
    private readonly VectorExpectation expectation = new(expect);

    public Task<ProbeResult> JudgeAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        ServerHeaders.Note(run, answer);
        return JsonAnswer.JudgeAsync(run, answer, body, bodySizeLimitBytes, root => Judge(run, root), cancellationToken);
    }

    /// <summary>The vectors of an OpenAI-compatible answer.</summary>
    public static IReadOnlyList<JsonElement>? OfOpenAi(JsonElement root) =>
        JsonText.Property(root, "data") is { ValueKind: JsonValueKind.Array } data
            ? [.. data.EnumerateArray().Select(static item => JsonText.Property(item, "embedding") ?? default)]
            : null;

    /// <summary>The vectors of Text Embeddings Inference: the bare list.</summary>
    public static IReadOnlyList<JsonElement>? OfTei(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : null;

    private ProbeResult Judge(ProbeRun run, JsonElement root)
    {
        if (vectorsOf(root) is not { } vectors)
        {
            return run.Fail(ProbeErrorType.Other, $"the answer holds no vectors: {root.GetRawText()}");
        }

        run.Tokens = OpenAiMessage.UsageOf(root)?.FilledFrom(run.Tokens) ?? run.Tokens;
        if (run.Case is not null)
        {
            run.Answer = new AnswerContent { Text = root.GetRawText(), Vector = vectors.Count > 0 ? VectorExpectation.NumbersOf(vectors[0], out _) : null };
        }

        return expectation.Violation(vectors, texts) is { } wrong ? run.Fail(ProbeErrorType.Assertion, wrong) : run.Succeed();
    }
}

using System.Text.Json;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Reads one JSON object of an OpenAI-compatible server, a whole answer or one event of a stream, tolerantly.</summary>
internal static class OpenAiMessage
{
    public static readonly GenerationWire Chat = GenerationWire.ServerSentEvents(static root => Read(root, "delta"), static root => Read(root, "message"));

    public static readonly GenerationWire Completion = GenerationWire.ServerSentEvents(static root => Read(root, null), static root => Read(root, null));

    /// <param name="part">Where the material of a choice stands: <c>delta</c> in a chat's stream, <c>message</c> in its whole answer; null where the choice itself has a <c>text</c>.</param>
    public static GeneratedPart Read(JsonElement root, string? part)
    {
        var choice = FirstChoice(root);
        var material = choice is { } first && part is not null ? JsonText.Property(first, part) : null;
        var timings = JsonText.Property(root, "timings");
        return new GeneratedPart
        {
            Error = ErrorAnswer.ReportedIn(root),
            IsAnswer = choice is not null,
            Text = part is null ? choice is { } whole ? JsonText.StringOf(whole, "text") : null : material is { } m ? TextOf(m) : null,
            HasOtherMaterial = material is { } other && HasReasoningOrTools(other),
            FinishReason = choice is { } c ? JsonText.StringOf(c, "finish_reason") : null,
            Usage = UsageOf(root, timings),
            Durations = timings is { } t ? DurationsOf(t) : null,
        };
    }

    private static JsonElement? FirstChoice(JsonElement root) =>
        JsonText.Property(root, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0] : null;

    /// <summary>A refusal is an answer too: a user reads it.</summary>
    private static string? TextOf(JsonElement material)
    {
        var text = JsonText.StringOf(material, "content");
        return string.IsNullOrEmpty(text) ? JsonText.StringOf(material, "refusal") : text;
    }

    private static bool HasReasoningOrTools(JsonElement material) =>
        !string.IsNullOrEmpty(JsonText.StringOf(material, "reasoning_content"))
        || !string.IsNullOrEmpty(JsonText.StringOf(material, "reasoning"))
        || JsonText.Property(material, "tool_calls") is { ValueKind: JsonValueKind.Array } calls && calls.GetArrayLength() > 0
        || JsonText.Property(material, "function_call") is { ValueKind: JsonValueKind.Object };

    /// <summary>What <c>usage</c> says; null where there is none.</summary>
    public static TokenCounts? UsageOf(JsonElement root, JsonElement? timings = null)
    {
        if (JsonText.Property(root, "usage") is not { ValueKind: JsonValueKind.Object } usage)
        {
            return null;
        }

        var output = JsonText.CountOf(usage, "completion_tokens");
        // Where nothing is generated some servers report the total alone.
        var input = JsonText.CountOf(usage, "prompt_tokens") ?? (output is null ? JsonText.CountOf(usage, "total_tokens") : null);
        var details = JsonText.Property(usage, "prompt_tokens_details");
        var cached = details is { } d ? JsonText.CountOf(d, "cached_tokens") : null;
        return new TokenCounts
        {
            Input = input,
            Output = output,
            Cached = cached ?? (timings is { } t ? CachedOf(t, input) : null),
            Source = TokenCountSource.Usage,
        };
    }

    /// <summary>llama.cpp says how much of the prompt came from its cache, before autumn 2025 only how much of it did not.</summary>
    private static long? CachedOf(JsonElement timings, long? input) =>
        JsonText.CountOf(timings, "cache_n") ?? (JsonText.CountOf(timings, "prompt_n") is { } computed && computed <= input ? input - computed : null);

    private static ServerDurations? DurationsOf(JsonElement timings)
    {
        var prefill = JsonText.MillisecondsOf(timings, "prompt_ms");
        var decode = JsonText.MillisecondsOf(timings, "predicted_ms");
        return prefill is null && decode is null ? null : new ServerDurations { Prefill = prefill, Decode = decode };
    }
}

using System.Text.Json;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>One JSON object of an OpenAI-compatible server, a whole answer or one event of a stream, read tolerantly.</summary>
internal sealed record OpenAiMessage
{
    /// <summary>The error it reports; null means none.</summary>
    public string? Error { get; private init; }

    /// <summary>Whether it holds at least one choice; an object with usage alone does not.</summary>
    public bool HasChoices { get; private init; }

    /// <summary>Answer text; null or empty means none.</summary>
    public string? Text { get; private init; }

    /// <summary>Whether it holds generated material besides answer text: reasoning or a tool call.</summary>
    public bool HasOtherMaterial { get; private init; }

    /// <summary>Null while the model has not stopped.</summary>
    public string? FinishReason { get; private init; }

    /// <summary>Token counts as the server reports them; null where it does not.</summary>
    public TokenCounts? Usage { get; private init; }

    /// <summary>llama.cpp's timings; null on other servers.</summary>
    public ServerDurations? Durations { get; private init; }

    /// <summary>Whether it holds anything the model generated.</summary>
    public bool HasMaterial => HasOtherMaterial || !string.IsNullOrEmpty(Text);

    /// <param name="part">Where the material of a choice stands: <c>delta</c> in a stream, <c>message</c> in a whole answer.</param>
    public static OpenAiMessage Read(JsonElement root, string part)
    {
        var choice = FirstChoice(root);
        var material = choice is { } first ? JsonText.Property(first, part) : null;
        var timings = JsonText.Property(root, "timings");
        return new OpenAiMessage
        {
            Error = ErrorOf(root),
            HasChoices = choice is not null,
            Text = material is { } m ? TextOf(m) : null,
            HasOtherMaterial = material is { } other && HasReasoningOrTools(other),
            FinishReason = choice is { } c ? JsonText.StringOf(c, "finish_reason") : null,
            Usage = UsageOf(root, timings),
            Durations = timings is { } t ? DurationsOf(t) : null,
        };
    }

    private static JsonElement? FirstChoice(JsonElement root) =>
        JsonText.Property(root, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0] : null;

    /// <summary>Servers say it as <c>{"error": …}</c>, older vLLM as <c>{"object": "error", "message": …}</c>.</summary>
    private static string? ErrorOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var isError = JsonText.Property(root, "error") is not null || JsonText.StringOf(root, "object") == "error";
        return isError ? ErrorAnswer.MessageOf(root) ?? root.GetRawText() : null;
    }

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

    private static TokenCounts? UsageOf(JsonElement root, JsonElement? timings)
    {
        if (JsonText.Property(root, "usage") is not { ValueKind: JsonValueKind.Object } usage)
        {
            return null;
        }

        var details = JsonText.Property(usage, "prompt_tokens_details");
        var cached = details is { } d ? JsonText.CountOf(d, "cached_tokens") : null;
        return new TokenCounts
        {
            Input = JsonText.CountOf(usage, "prompt_tokens"),
            Output = JsonText.CountOf(usage, "completion_tokens"),
            Cached = cached ?? (timings is { } t ? JsonText.CountOf(t, "cache_n") : null),
            Source = TokenCountSource.Usage,
        };
    }

    private static ServerDurations? DurationsOf(JsonElement timings)
    {
        var prefill = JsonText.MillisecondsOf(timings, "prompt_ms");
        var decode = JsonText.MillisecondsOf(timings, "predicted_ms");
        return prefill is null && decode is null ? null : new ServerDurations { Prefill = prefill, Decode = decode };
    }
}

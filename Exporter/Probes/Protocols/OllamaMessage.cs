using System.Text.Json;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Reads one JSON object of Ollama, a whole answer or one line of a stream, of either API, tolerantly.</summary>
internal static class OllamaMessage
{
    public static readonly GenerationWire Wire = GenerationWire.JsonLines(Read);

    public static GeneratedPart Read(JsonElement root)
    {
        var material = JsonText.Property(root, "message") ?? root;
        var text = JsonText.StringOf(material, "content") ?? JsonText.StringOf(root, "response");
        var isLast = JsonText.Property(root, "done") is { ValueKind: JsonValueKind.True };
        return new GeneratedPart
        {
            Error = ErrorAnswer.ReportedIn(root),
            IsAnswer = text is not null || isLast,
            Text = text,
            HasOtherMaterial = !string.IsNullOrEmpty(JsonText.StringOf(material, "thinking"))
                || JsonText.Property(material, "tool_calls") is { ValueKind: JsonValueKind.Array } calls && calls.GetArrayLength() > 0,
            IsLast = isLast,
            FinishReason = JsonText.StringOf(root, "done_reason"),
            Usage = isLast ? UsageOf(root) : null,
            Durations = isLast ? DurationsOf(root) : null,
        };
    }

    /// <summary>A prompt that came whole from the cache is not counted by the server.</summary>
    private static TokenCounts? UsageOf(JsonElement root)
    {
        var input = JsonText.CountOf(root, "prompt_eval_count");
        var output = JsonText.CountOf(root, "eval_count");
        return (input ?? output) is null ? null : new TokenCounts { Input = input, Output = output, Source = TokenCountSource.Usage };
    }

    private static ServerDurations? DurationsOf(JsonElement root)
    {
        var durations = new ServerDurations
        {
            Load = NanosecondsOf(root, "load_duration"),
            Prefill = NanosecondsOf(root, "prompt_eval_duration"),
            Decode = NanosecondsOf(root, "eval_duration"),
        };
        return durations == new ServerDurations() ? null : durations;
    }

    /// <summary>A number of nanoseconds; null where it is missing, of another type, negative or longer than a day.</summary>
    private static TimeSpan? NanosecondsOf(JsonElement root, string name) =>
        JsonText.Property(root, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && number is >= 0 and < 86400e9
            ? TimeSpan.FromSeconds(number / 1e9)
            : null;
}

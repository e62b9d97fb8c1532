using System.Text.Json;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Reads one JSON object of Text Generation Inference, a whole answer or one event of a stream, tolerantly.</summary>
internal static class TgiMessage
{
    public static readonly GenerationWire Wire = GenerationWire.ServerSentEvents(ReadEvent, ReadWhole);

    /// <summary>An event is a token; the last one repeats the whole text. A special token, such as the end of the text, is generated but no answer.</summary>
    public static GeneratedPart ReadEvent(JsonElement root)
    {
        var token = JsonText.Property(root, "token");
        var isSpecial = token is { } t && JsonText.Property(t, "special") is { ValueKind: JsonValueKind.True };
        return Read(root) with
        {
            IsAnswer = token is not null,
            Text = token is { } text && !isSpecial ? JsonText.StringOf(text, "text") : null,
            HasOtherMaterial = isSpecial,
            IsLast = JsonText.Property(root, "generated_text") is not null,
        };
    }

    public static GeneratedPart ReadWhole(JsonElement root) => Read(root) with
    {
        IsAnswer = JsonText.Property(root, "generated_text") is not null,
        Text = JsonText.StringOf(root, "generated_text"),
        IsLast = true,
    };

    private static GeneratedPart Read(JsonElement root)
    {
        var details = JsonText.Property(root, "details");
        return new GeneratedPart
        {
            Error = ErrorAnswer.ReportedIn(root),
            FinishReason = details is { } reason ? JsonText.StringOf(reason, "finish_reason") : null,
            Usage = details is { } d ? UsageOf(d) : null,
        };
    }

    private static TokenCounts? UsageOf(JsonElement details) => JsonText.CountOf(details, "generated_tokens") is { } output
        ? new TokenCounts { Input = JsonText.CountOf(details, "input_length"), Output = output, Source = TokenCountSource.Usage }
        : null;
}

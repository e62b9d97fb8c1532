using System.Text.Json;
using Exporter.Probes.Judging;
using Exporter.Probes.Protocols;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>What a server sends is not ours to choose: every JSON is read without an exception.</summary>
public class OpenAiMessageProperties
{
    private static readonly string[] Names =
    [
        "choices", "delta", "message", "content", "refusal", "reasoning", "reasoning_content", "tool_calls", "function_call", "finish_reason", "error", "object",
        "detail", "usage", "prompt_tokens", "completion_tokens", "prompt_tokens_details", "cached_tokens", "timings", "prompt_ms", "cache_n", "\\ud800", "",
    ];

    private static readonly string[] Scalars = ["null", "true", "0", "-1", "1.5", "1e999", "99999999999999999999", "\"\"", "\"error\"", "\"\\ud83d\"", "\"a\""];

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property Whatever_a_server_sends_is_read() => Prop.ForAll(Json(4).ToArbitrary(), json =>
    {
        using var document = JsonDocument.Parse(json);
        var message = OpenAiMessage.Read(document.RootElement, "delta");
        JsonPointer.TryFind(document.RootElement, "/choices/0/delta", out _);
        return (message.Usage?.Output ?? 0) >= 0 && (message.Usage?.Input ?? 0) >= 0;
    });

    private static Gen<string> Json(int depth) => depth == 0 ? Gen.Elements(Scalars) : Gen.OneOf(
        Gen.Elements(Scalars),
        Json(depth - 1).ListOf().Select(items => $"[{string.Join(',', items.Take(3))}]"),
        Gen.Zip(Gen.Elements(Names), Json(depth - 1)).ListOf().Select(pairs => $"{{{string.Join(',', pairs.Take(6).Select(pair => $"\"{pair.Item1}\":{pair.Item2}"))}}}"));
}

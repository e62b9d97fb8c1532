using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary><c>POST /v1/completions</c>.</summary>
internal sealed class CompletionEndpoint : GenerationEndpoint
{
    public override IReadOnlyList<string> Paths => ["/v1/completions"];

    protected override string IdPrefix => "cmpl";

    protected override string WholeObject => "text_completion";

    protected override string ChunkObject => "text_completion";

    protected override (string Prompt, int PromptTokens, JsonReply? Failure) PromptOf(JsonElement request) =>
        StringOf(request, "prompt") is { } prompt ? (prompt, Tokens.Count(prompt), null) : ("", 0, Missing("prompt", "a text"));

    protected override void WriteWhole(Utf8JsonWriter json, string text) => json.WriteString("text", text);

    protected override void WriteDelta(Utf8JsonWriter json, string text) => json.WriteString("text", text);

    protected override bool WriteOpening(Utf8JsonWriter json) => false;
}

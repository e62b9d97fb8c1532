using System.Text.Json;
using Exporter.Configuration;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Where each kind of server tells its version and its model: pages that cost it nothing.</summary>
internal static class ServerAboutPages
{
    /// <summary>Ollama has no metrics; this page tells which models are loaded.</summary>
    public const string OllamaModels = "/api/ps";

    /// <summary>Null where there is no such page, or none without effect: SGLang asks its engine for it, and shows its API key there.</summary>
    public static string? PathOf(ServerKind server) => server switch
    {
        ServerKind.Vllm => "/version",
        ServerKind.LlamaCpp => "/props",
        ServerKind.Tgi or ServerKind.Tei => "/info",
        ServerKind.Ollama => "/api/version",
        ServerKind.Triton => "/v2",
        _ => null,
    };

    public static ServerAbout Read(ReadOnlyMemory<byte> page)
    {
        if (Parse(page) is not { ValueKind: JsonValueKind.Object } json)
        {
            return ServerAbout.Nothing;
        }

        return new ServerAbout(TextOf(json, "version") ?? TextOf(json, "build_info"), TextOf(json, "model_id") ?? TextOf(json, "model_alias"));
    }

    /// <summary>The models that Ollama has loaded; null where the page is none of its.</summary>
    public static IReadOnlyList<string>? ReadLoaded(ReadOnlyMemory<byte> page) =>
        Parse(page) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("models", out var models) && models.ValueKind == JsonValueKind.Array
            ? [.. models.EnumerateArray().Select(static model => TextOf(model, "name")).OfType<string>()]
            : null;

    private static JsonElement? Parse(ReadOnlyMemory<byte> page)
    {
        try
        {
            using var document = JsonDocument.Parse(page);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

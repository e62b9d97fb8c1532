using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary>What requests for generated text have in common.</summary>
/// <param name="MaxTokens">Most tokens of the answer.</param>
/// <param name="IsStreamed">Whether the answer is streamed.</param>
/// <param name="IsUsageStreamed">Whether a stream ends with a chunk of token counts.</param>
internal sealed record GenerationRequest(int MaxTokens, bool IsStreamed, bool IsUsageStreamed)
{
    private const int DefaultMaxTokens = 256;

    /// <summary>Null where the token limit is no whole number from one on.</summary>
    public static GenerationRequest? Parse(JsonElement request)
    {
        var isStreamed = request.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;
        var isUsageStreamed = request.TryGetProperty("stream_options", out var options)
            && options.ValueKind == JsonValueKind.Object
            && options.TryGetProperty("include_usage", out var includeUsage)
            && includeUsage.ValueKind == JsonValueKind.True;
        return MaxTokensOf(request) is { } maxTokens ? new GenerationRequest(maxTokens, isStreamed, isUsageStreamed) : null;
    }

    private static int? MaxTokensOf(JsonElement request)
    {
        if (!(request.TryGetProperty("max_completion_tokens", out var limit) && limit.ValueKind != JsonValueKind.Null)
            && !(request.TryGetProperty("max_tokens", out limit) && limit.ValueKind != JsonValueKind.Null))
        {
            return DefaultMaxTokens;
        }

        return limit.ValueKind == JsonValueKind.Number && limit.TryGetInt32(out var tokens) && tokens >= 1 ? tokens : null;
    }
}

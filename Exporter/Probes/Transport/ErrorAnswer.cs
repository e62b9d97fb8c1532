using System.Net;
using System.Text;
using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Transport;

/// <summary>Reads what a server says when it fails, and gives the failure its name.</summary>
internal static class ErrorAnswer
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>How frameworks say that the card has no memory left; compared without case.</summary>
    private static readonly string[] OutOfMemoryTexts =
    [
        "CUDA out of memory",
        "HIP out of memory",
        "OutOfMemoryError",
        "CUDA error: out of memory",
        "cudaErrorMemoryAllocation",
        "cudaMalloc failed: out of memory",
        "CUDA_ERROR_OUT_OF_MEMORY",
        "CUBLAS_STATUS_ALLOC_FAILED",
        "OOM when allocating tensor",
        "Failed to allocate memory for requested buffer",
        "unable to allocate CUDA",
    ];

    /// <summary>Reads the body of an answer with a status that is not accepted. A connection lost meanwhile leaves the status as the failure.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        if (answer.StatusCode is HttpStatusCode.SwitchingProtocols || ContentCoding.Of(answer) is not null)
        {
            // No text: what follows is another protocol, or compressed.
            return string.Empty;
        }

        try
        {
            var (bytes, _) = await BoundedBody.ReadUpToAsync(body, MaxBytes, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(bytes.Span);
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Empty;
        }
    }

    /// <summary>The failure of an answer whose status is not accepted, with what its body says of it.</summary>
    /// <param name="told">Told status and text; null where nobody asks.</param>
    public static async Task<ProbeResult> JudgeAsync(
        ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken, Action<int, string>? told = null)
    {
        var statusCode = (int)answer.StatusCode;
        var status = Status(run, answer, statusCode);
        // A server that cannot finish its explanation has said the most important all the same.
        run.Refusal = (TypeOf(statusCode, string.Empty), status);
        var text = await ReadAsync(answer, body, cancellationToken).ConfigureAwait(false);
        told?.Invoke(statusCode, text);
        var message = MessageOf(text);
        return run.Fail(TypeOf(statusCode, text), message.Length == 0 ? status : $"{status}: {message}");
    }

    private static ProbeErrorType TypeOf(int statusCode, string text) => statusCode switch
    {
        429 => ProbeErrorType.Http429,
        >= 500 => IsOutOfMemory(text) ? ProbeErrorType.OutOfMemory : ProbeErrorType.Http5xx,
        >= 400 => ProbeErrorType.Http4xx,
        // No error of HTTP, and yet not the status that was asked for.
        _ => ProbeErrorType.Assertion,
    };

    /// <summary>The status, with the header that says what would help.</summary>
    private static string Status(ProbeRun run, HttpResponseMessage answer, int statusCode) => statusCode switch
    {
        >= 300 and < 400 when answer.Headers.NonValidated.TryGetValues("Location", out var places) =>
            // Not its query, which can hold a token of whoever logs in there.
            $"status {statusCode} (Location: {places.ToString().Split('?', '#')[0]})",
        407 => "status 407 (the proxy wants to know who asks, which probes cannot tell it)",
        _ when run.RetryAfter is { } wait => $"status {statusCode} (Retry-After: {wait})",
        _ => $"status {statusCode}",
    };

    public static bool IsOutOfMemory(string text) =>
        Array.Exists(OutOfMemoryTexts, known => text.Contains(known, StringComparison.OrdinalIgnoreCase));

    /// <summary>The message inside the usual error shapes or at the end of a Python traceback, else the text itself.</summary>
    public static string MessageOf(string body)
    {
        if (body.StartsWith("Traceback (most recent call last)", StringComparison.Ordinal))
        {
            return body.TrimEnd().Split('\n')[^1];
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return MessageOf(document.RootElement) ?? body;
        }
        catch (JsonException)
        {
            return MarkupText.Of(body);
        }
    }

    /// <summary>The message of <c>{"error": {"message": …}}</c>, <c>{"error": …}</c>, <c>{"message": …}</c> or <c>{"detail": …}</c>; null where there is none.</summary>
    public static string? MessageOf(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return JsonText.StringOf(element);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in (ReadOnlySpan<string>)["error", "message", "detail"])
        {
            if (JsonText.Property(element, name) is { } value)
            {
                return MessageOf(value) ?? value.GetRawText();
            }
        }

        return null;
    }

    /// <summary>The error that an answer reports whatever its status; null means none. Servers say it as <c>{"error": …}</c>, older vLLM as <c>{"object": "error", "message": …}</c>.</summary>
    public static string? ReportedIn(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var isError = JsonText.Property(root, "error") is { } error && !IsNone(error);
        return isError || JsonText.StringOf(root, "object") == "error" ? MessageOf(root) ?? root.GetRawText() : null;
    }

    /// <summary>Many applications have the field in every answer.</summary>
    private static bool IsNone(JsonElement error) => error.ValueKind is JsonValueKind.False || JsonText.StringOf(error) is { Length: 0 };
}

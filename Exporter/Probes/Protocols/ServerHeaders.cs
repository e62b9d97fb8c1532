using System.Globalization;

namespace Exporter.Probes.Protocols;

/// <summary>
/// What Text Embeddings Inference and Text Generation Inference say of a request in the headers of its answer: milliseconds,
/// whole ones in the former, and token counts.
/// </summary>
internal static class ServerHeaders
{
    /// <summary>Notes what is there; a server that says nothing changes nothing.</summary>
    public static void Note(ProbeRun run, HttpResponseMessage answer)
    {
        var queue = Milliseconds(answer, "x-queue-time");
        var inference = Milliseconds(answer, "x-inference-time");
        if ((queue ?? inference) is not null)
        {
            run.ServerDurations = new ServerDurations { Queue = queue, Inference = inference };
        }

        var input = Count(answer, "x-prompt-tokens") ?? Count(answer, "x-compute-tokens");
        var output = Count(answer, "x-generated-tokens");
        if ((input ?? output) is not null)
        {
            run.Tokens = new TokenCounts { Input = input, Output = output, Source = TokenCountSource.Usage };
        }
    }

    private static TimeSpan? Milliseconds(HttpResponseMessage answer, string name) =>
        Text(answer, name) is { } text
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number < 1e9
            ? TimeSpan.FromMilliseconds(number)
            : null;

    private static long? Count(HttpResponseMessage answer, string name) =>
        Text(answer, name) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

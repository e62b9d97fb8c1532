using System.Globalization;
using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Transport;

/// <summary>Reads an answer that must be a good status and one JSON document.</summary>
internal static class JsonAnswer
{
    /// <param name="jsonLengthHeader">Name of a header that says how many bytes of the body are JSON; what follows them is not read. Null means all are.</param>
    /// <returns>The document, which the caller disposes; or the failed result.</returns>
    public static async Task<(JsonDocument? Document, ProbeResult? Failure)> ReadAsync(
        ProbeRun run, HttpResponseMessage answer, Stream body, long limitBytes, string? jsonLengthHeader, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            return (null, await ErrorAnswer.JudgeAsync(run, answer, body, cancellationToken).ConfigureAwait(false));
        }

        if (await BoundedBody.ReadAsync(answer, body, limitBytes, cancellationToken).ConfigureAwait(false) is not { } bytes)
        {
            return (null, run.Fail(ProbeErrorType.BodyTooLarge, $"the body is longer than {limitBytes} bytes"));
        }

        if (ContentCoding.Objection(answer) is { } compressed)
        {
            return (null, run.Fail(ProbeErrorType.NotJson, compressed));
        }

        if (jsonLengthHeader is not null && answer.Headers.TryGetValues(jsonLengthHeader, out var values))
        {
            if (!int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > bytes.Length)
            {
                return (null, run.Fail(ProbeErrorType.NotJson, $"{jsonLengthHeader} is {values.First()} and the body has {bytes.Length} bytes"));
            }

            bytes = bytes[..length];
        }

        var document = JsonText.TryParse(bytes, out var problem);
        return (document, document is null ? run.Fail(ProbeErrorType.NotJson, $"the answer is no JSON: {problem}") : null);
    }

    /// <summary>Reads the document and has it judged, unless it reports an error.</summary>
    /// <param name="judge">Judges the document, which lives only during the call.</param>
    /// <exception cref="IOException">The connection was lost.</exception>
    public static async Task<ProbeResult> JudgeAsync(
        ProbeRun run, HttpResponseMessage answer, Stream body, long limitBytes, Func<JsonElement, ProbeResult> judge, CancellationToken cancellationToken)
    {
        var (document, failure) = await ReadAsync(run, answer, body, limitBytes, null, cancellationToken).ConfigureAwait(false);
        using (document)
        {
            if (failure is not null)
            {
                return failure;
            }

            if (ErrorAnswer.ReportedIn(document!.RootElement) is { } reported)
            {
                var error = ErrorAnswer.IsOutOfMemory(reported) ? ProbeErrorType.OutOfMemory : ProbeErrorType.Other;
                return run.Fail(error, $"the server reported an error with status {(int)answer.StatusCode}: {reported}");
            }

            return judge(document.RootElement);
        }
    }
}

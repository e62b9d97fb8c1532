namespace Exporter.Probes.Transport;

/// <summary>Whether an answer came compressed. No probe asks for that; files that are kept compressed and some proxies come so all the same.</summary>
internal static class ContentCoding
{
    /// <summary>Such as <c>Content-Encoding: gzip</c>; null where the body is what it says.</summary>
    public static string? Of(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var codings) && codings.ToString() is { Length: > 0 } coding
            && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return $"Content-Encoding: {coding}";
        }

        var transfer = answer.Headers.TransferEncoding;
        return transfer.Any(step => !step.Value.Equals("chunked", StringComparison.OrdinalIgnoreCase)) ? $"Transfer-Encoding: {transfer}" : null;
    }

    /// <summary>Why the body cannot be judged; null where it can.</summary>
    public static string? Objection(HttpResponseMessage answer) =>
        Of(answer) is { } coding ? $"the body is compressed ({coding}), which the probe did not ask for and cannot judge" : null;
}

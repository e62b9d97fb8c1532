namespace Exporter.Probes;

/// <summary>Everything one run said and heard, for a person who asked to see it; the scheduled probes keep none.</summary>
/// <remarks>Ambient, so that no protocol has to pass it on. Secrets are masked when it is read out, not here.</remarks>
internal sealed class ProbeTranscript
{
    private static readonly AsyncLocal<ProbeTranscript?> Ambient = new();

    private readonly List<TranscriptEntry> exchanges = [];
    private readonly List<Judgement> judgements = [];

    /// <summary>That of the running flow; null where nobody wants one.</summary>
    public static ProbeTranscript? Current => Ambient.Value;

    /// <summary>Requests and answers, in order.</summary>
    public IReadOnlyList<TranscriptEntry> Exchanges => exchanges;

    /// <summary>What was checked, in order; the first that does not hold ends the judging.</summary>
    public IReadOnlyList<Judgement> Judgements => judgements;

    /// <summary>Begins a transcript of what the calling flow and the flows it starts do from now on.</summary>
    public static ProbeTranscript Begin() => Ambient.Value = new ProbeTranscript();

    /// <summary>Notes a check, where somebody wants to know.</summary>
    /// <param name="check">What must hold, in a few words.</param>
    /// <param name="wrong">Null when it does.</param>
    /// <returns><paramref name="wrong"/></returns>
    public static string? Judged(string check, string? wrong)
    {
        Current?.judgements.Add(new Judgement(check, wrong));
        return wrong;
    }

    /// <summary>A request goes out.</summary>
    public void Sent(HttpRequestMessage request)
    {
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default);
        using var reader = request.Content is null ? null : new StreamReader(request.Content.ReadAsStream());
        exchanges.Add(new TranscriptEntry
        {
            Line = $"{request.Method} {request.RequestUri!.AbsoluteUri}",
            Headers = [.. headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()))],
            Body = reader?.ReadToEnd(),
        });
    }

    /// <summary>The headers of its answer are here.</summary>
    public void Received(HttpResponseMessage answer)
    {
        var headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated);
        exchanges.Add(new TranscriptEntry
        {
            Line = $"{(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd(),
            Headers = [.. headers.Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()))],
            IsAnswer = true,
        });
    }
}

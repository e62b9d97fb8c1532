using System.Text;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Judging;

/// <summary>What an HTTP answer must be like, ready to run.</summary>
internal sealed class HttpExpectation(HttpExpectConfig config)
{
    private readonly HeaderExpectation[] headers =
    [
        .. config.HeaderMatches.Select(check => new HeaderExpectation(check, wanted: true)),
        .. config.HeaderNotMatches.Select(check => new HeaderExpectation(check, wanted: false)),
    ];

    private readonly BoundedRegex[] wanted = [.. config.BodyMatches.Select(pattern => new BoundedRegex(pattern))];
    private readonly BoundedRegex[] unwanted = [.. config.BodyNotMatches.Select(pattern => new BoundedRegex(pattern))];
    private readonly JsonExpectation[] json = [.. config.Json.Select(check => new JsonExpectation(check))];

    /// <summary>Whether anything is said of the body.</summary>
    public bool JudgesBody => wanted.Length + unwanted.Length + json.Length > 0;

    /// <summary>Whether the body must be JSON.</summary>
    public bool NeedsJson => json.Length > 0;

    /// <summary>Whether the answer's status is one that may be.</summary>
    public bool Accepts(int statusCode)
    {
        var accepted = config.Status.Count == 0 ? statusCode is >= 200 and <= 299 : config.Status.Contains(statusCode);
        ProbeTranscript.Judged($"status is {(config.Status.Count == 0 ? "200 to 299" : string.Join(" or ", config.Status))}", accepted ? null : $"it is {statusCode}");
        return accepted;
    }

    /// <summary>Judges the headers.</summary>
    /// <returns>Null when everything holds, else the first failure.</returns>
    public string? Violation(HttpResponseMessage answer)
    {
        foreach (var check in headers)
        {
            if (check.Violation(answer.Headers, answer.Content.Headers) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    /// <summary>Judges a body.</summary>
    /// <returns>Null when everything holds, else the first failure.</returns>
    public (ProbeErrorType Error, string Reason)? Violation(ReadOnlyMemory<byte> body)
    {
        var text = wanted.Length + unwanted.Length > 0 ? Encoding.UTF8.GetString(body.Span) : string.Empty;
        if (TextViolation(text) is { } wrong)
        {
            return (ProbeErrorType.Assertion, wrong);
        }

        return json.Length > 0 ? JsonViolation(body) : null;
    }

    private string? TextViolation(string text)
    {
        foreach (var pattern in wanted)
        {
            if (ProbeTranscript.Judged($"the body matches '{pattern.Pattern}'", Of(pattern, text, wanted: true)) is { } wrong)
            {
                return wrong;
            }
        }

        foreach (var pattern in unwanted)
        {
            if (ProbeTranscript.Judged($"the body does not match '{pattern.Pattern}'", Of(pattern, text, wanted: false)) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static string? Of(BoundedRegex pattern, string text, bool wanted) => pattern.IsMatch(text) switch
    {
        null => $"the body took too long to match '{pattern.Pattern}'",
        { } found when found == wanted => null,
        _ => wanted ? $"the body does not match '{pattern.Pattern}'" : $"the body matches '{pattern.Pattern}'",
    };

    private (ProbeErrorType Error, string Reason)? JsonViolation(ReadOnlyMemory<byte> body)
    {
        using var document = JsonText.TryParse(body, out var problem);
        if (document is null)
        {
            return (ProbeErrorType.NotJson, $"the body is no JSON: {problem}");
        }

        foreach (var check in json)
        {
            if (check.Violation(document.RootElement) is { } wrong)
            {
                return (ProbeErrorType.Assertion, wrong);
            }
        }

        return null;
    }
}

using System.Text;
using Exporter.Configuration;

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

    /// <summary>Whether the answer's status is one that may be.</summary>
    public bool Accepts(int statusCode) => config.Status.Count == 0 ? statusCode is >= 200 and <= 299 : config.Status.Contains(statusCode);

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
            var found = pattern.IsMatch(text);
            if (found != true)
            {
                return found is null ? TooLong(pattern) : $"the body does not match '{pattern.Pattern}'";
            }
        }

        foreach (var pattern in unwanted)
        {
            var found = pattern.IsMatch(text);
            if (found != false)
            {
                return found is null ? TooLong(pattern) : $"the body matches '{pattern.Pattern}'";
            }
        }

        return null;
    }

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

    private static string TooLong(BoundedRegex pattern) => $"the body took too long to match '{pattern.Pattern}'";
}

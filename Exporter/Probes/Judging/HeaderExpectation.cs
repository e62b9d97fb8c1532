using System.Net.Http.Headers;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Judging;

/// <summary>What one header of an answer must be like, ready to run.</summary>
/// <param name="wanted">Whether the pattern must match, or must not.</param>
internal sealed class HeaderExpectation(HeaderExpectConfig config, bool wanted)
{
    private readonly BoundedRegex pattern = new(config.Pattern);

    /// <returns>Null when it holds, else what is wrong.</returns>
    public string? Violation(HttpResponseHeaders headers, HttpContentHeaders contentHeaders) =>
        ProbeTranscript.Judged($"header {config.Name} {(wanted ? "matches" : "does not match")} '{pattern.Pattern}'", Find(headers, contentHeaders));

    private string? Find(HttpResponseHeaders headers, HttpContentHeaders contentHeaders)
    {
        if (!headers.NonValidated.TryGetValues(config.Name, out var values) && !contentHeaders.NonValidated.TryGetValues(config.Name, out values))
        {
            return config.AllowMissing ? null : $"the answer has no header {config.Name}";
        }

        var matches = false;
        foreach (var value in values)
        {
            if (pattern.IsMatch(value) is not { } found)
            {
                return $"the header {config.Name} took too long to match '{pattern.Pattern}'";
            }

            matches |= found;
        }

        return matches == wanted ? null : $"the header {config.Name} {(wanted ? "does not match" : "matches")} '{pattern.Pattern}': {string.Join(", ", values)}";
    }
}

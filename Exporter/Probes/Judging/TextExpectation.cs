using Exporter.Configuration.Probes;

namespace Exporter.Probes.Judging;

/// <summary>What a generated answer must be like, ready to run.</summary>
internal sealed class TextExpectation(TextExpectConfig config)
{
    private readonly BoundedRegex[] patterns = [.. config.Matches.Select(pattern => new BoundedRegex(pattern))];

    /// <summary>Judges an answer.</summary>
    /// <returns>Null when everything holds, else the first thing wrong in one line.</returns>
    public string? Violation(string text)
    {
        if (config.MinLength > 0 && ProbeTranscript.Judged($"at least {config.MinLength} characters", LengthViolation(text)) is { } tooShort)
        {
            return tooShort;
        }

        foreach (var wanted in config.Contains)
        {
            var missing = text.Contains(wanted, StringComparison.OrdinalIgnoreCase) ? null : $"the answer does not contain '{wanted}': {Shown(text)}";
            if (ProbeTranscript.Judged($"the answer contains '{wanted}'", missing) is not null)
            {
                return missing;
            }
        }

        foreach (var pattern in patterns)
        {
            if (ProbeTranscript.Judged($"the answer matches '{pattern.Pattern}'", PatternViolation(pattern, text)) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static string Shown(string text) => text.Length == 0 ? "it is empty" : text;

    private string? LengthViolation(string text)
    {
        var length = TextLength.Of(text);
        return length < config.MinLength ? $"the answer has {length} characters, less than {config.MinLength}" : null;
    }

    private static string? PatternViolation(BoundedRegex pattern, string text) => pattern.IsMatch(text) switch
    {
        null => $"the answer took too long to match '{pattern.Pattern}'",
        false => $"the answer does not match '{pattern.Pattern}': {Shown(text)}",
        true => null,
    };
}

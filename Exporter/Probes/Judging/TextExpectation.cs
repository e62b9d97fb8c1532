using Exporter.Configuration;

namespace Exporter.Probes.Judging;

/// <summary>What a generated answer must be like, ready to run.</summary>
internal sealed class TextExpectation(TextExpectConfig config)
{
    private readonly BoundedRegex[] patterns = [.. config.Matches.Select(pattern => new BoundedRegex(pattern))];

    /// <summary>Judges an answer.</summary>
    /// <returns>Null when everything holds, else the first thing wrong in one line.</returns>
    public string? Violation(string text)
    {
        var length = TextLength.Of(text);
        if (length < config.MinLength)
        {
            return $"the answer has {length} characters, less than {config.MinLength}";
        }

        foreach (var wanted in config.Contains)
        {
            if (!text.Contains(wanted, StringComparison.OrdinalIgnoreCase))
            {
                return $"the answer does not contain '{wanted}': {text}";
            }
        }

        foreach (var pattern in patterns)
        {
            switch (pattern.IsMatch(text))
            {
                case null:
                    return $"the answer took too long to match '{pattern.Pattern}'";
                case false:
                    return $"the answer does not match '{pattern.Pattern}': {text}";
                default:
                    break;
            }
        }

        return null;
    }
}

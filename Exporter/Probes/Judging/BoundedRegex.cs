using System.Text.RegularExpressions;
using Exporter.Configuration;

namespace Exporter.Probes.Judging;

/// <summary>A regular expression from the configuration: whatever it is given, it answers within a bound.</summary>
internal sealed class BoundedRegex(string pattern)
{
    private readonly Regex regex = Patterns.Compile(pattern);

    public string Pattern => pattern;

    /// <returns>Null when the bound was hit before an answer was found.</returns>
    public bool? IsMatch(string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>What the first group has caught; without a group the whole match.</summary>
    /// <returns>Null where nothing matches, or the bound was hit.</returns>
    public string? Capture(string text)
    {
        try
        {
            var match = regex.Match(text);
            return !match.Success ? null : match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}

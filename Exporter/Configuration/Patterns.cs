using System.Text.RegularExpressions;

namespace Exporter.Configuration;

/// <summary>How a pattern of the file becomes a regular expression: the reader checks it and the probe runs it by the same rules.</summary>
internal static class Patterns
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int LongestPattern = 4096;

    /// <summary>Bound of one match where the pattern needs backtracking; a hostile answer must not hold a probe.</summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Linear time wherever the pattern allows it; look-around and back-references fall back to backtracking with <see cref="MatchTimeout"/>.</summary>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
    }
}

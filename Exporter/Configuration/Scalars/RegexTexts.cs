using System.Text.RegularExpressions;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Regular expressions, checked by compiling them.</summary>
internal static class RegexTexts
{
    public static Parsed<string> Parse(string text)
    {
        if (text.Length is 0 or > Patterns.LongestPattern)
        {
            return Parsed<string>.Bad(text.Length == 0 ? "must not be empty" : $"longer than {Patterns.LongestPattern} characters");
        }

        try
        {
            _ = Patterns.Compile(text);
            return Parsed<string>.Good(text);
        }
        catch (RegexParseException mistake)
        {
            return Parsed<string>.Bad($"{Shown.Quoted(text)} is not a regular expression: {Reason(mistake.Error)} (at character {mistake.Offset})");
        }
    }

    /// <summary>The library's names for its errors are words already; its messages repeat the whole pattern.</summary>
    private static string Reason(RegexParseError error)
    {
        var name = error.ToString();
        var words = string.Concat(name.Select(static letter => char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString()));
        return words.TrimStart();
    }
}

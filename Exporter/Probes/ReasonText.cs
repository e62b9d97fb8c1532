using System.Globalization;
using System.Text;

namespace Exporter.Probes;

/// <summary>Makes text that came from a server fit for one line of a log.</summary>
internal static class ReasonText
{
    /// <summary>Longest reason in characters.</summary>
    public const int MaxLength = 300;

    private const string Mask = "***";

    /// <summary>Shortens, turns control characters and runs of white space into one space, and masks the secret.</summary>
    /// <param name="text">Any text, however long.</param>
    /// <param name="secret">What must not be shown; null or empty means nothing.</param>
    public static string Clean(string text, string? secret)
    {
        if (!string.IsNullOrEmpty(secret))
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        var clean = new StringBuilder(Math.Min(text.Length, MaxLength) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength)
            {
                return clean.Append('…').ToString();
            }

            Append(clean, rune);
        }

        return clean.ToString().TrimEnd();
    }

    /// <summary>Such as <c>10s</c> or <c>0.25s</c>.</summary>
    public static string Seconds(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###}s");

    /// <summary>Such as <c>1 chunk</c> or <c>2 chunks</c>.</summary>
    public static string Chunks(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "chunk" : "chunks")}");

    private static void Append(StringBuilder clean, Rune rune)
    {
        var isBlank = Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;
        if (!isBlank)
        {
            clean.Append(rune.ToString());
        }
        else if (clean.Length > 0 && clean[^1] != ' ')
        {
            clean.Append(' ');
        }
    }
}

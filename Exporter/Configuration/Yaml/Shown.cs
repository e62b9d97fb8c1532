using System.Globalization;
using System.Text;

namespace Exporter.Configuration.Yaml;

/// <summary>Foreign text made fit for one line of an error: quoted, shortened, nothing in it that moves a cursor.</summary>
internal static class Shown
{
    private const int Longest = 40;

    public static string Quoted(string text)
    {
        var result = new StringBuilder("'");
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ == Longest)
            {
                result.Append('…');
                break;
            }

            Append(result, rune);
        }

        return result.Append('\'').ToString();
    }

    private static void Append(StringBuilder result, Rune rune)
    {
        switch (rune.Value)
        {
            case '\n':
                result.Append("\\n");
                return;
            case '\r':
                result.Append("\\r");
                return;
            case '\t':
                result.Append("\\t");
                return;
        }

        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
        {
            result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            return;
        }

        result.Append(rune.ToString());
    }
}

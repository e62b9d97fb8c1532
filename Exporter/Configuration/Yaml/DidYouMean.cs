namespace Exporter.Configuration.Yaml;

/// <summary>Finds the known word that a mistyped one was meant to be.</summary>
internal static class DidYouMean
{
    private const int LongestWord = 64;

    /// <summary>From this length on, the beginning of a word is taken for the word.</summary>
    private const int TellingPrefix = 5;

    /// <summary>The nearest of the known words; null where none is near enough to be meant.</summary>
    public static string? Find(string typed, IEnumerable<string> known)
    {
        if (typed.Length is 0 or > LongestWord)
        {
            return null;
        }

        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var word in known)
        {
            var (plainTyped, plainWord) = (Plain(typed), Plain(word));
            var begins = plainTyped.Length >= TellingPrefix && plainWord.StartsWith(plainTyped, StringComparison.Ordinal);
            var distance = begins ? 1 : Distance(plainTyped, plainWord);
            if (distance <= Math.Max(1, Math.Min(typed.Length, word.Length) / 3) && distance < bestDistance)
            {
                best = word;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary>camelCase, kebab-case and snake_case of one word are the same word.</summary>
    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.</summary>
    private static int Distance(string a, string b)
    {
        var beforeLast = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }
}

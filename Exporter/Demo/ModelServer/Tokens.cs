namespace Exporter.Demo.ModelServer;

/// <summary>The demo model's tokens: words with the blank before them, and single punctuation marks.</summary>
internal static class Tokens
{
    /// <summary>Splits a text; the tokens joined give the text again.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var tokens = new List<string>();
        var start = 0;
        for (var index = 1; index < text.Length; index++)
        {
            if (BeginsToken(text[index - 1], text[index]))
            {
                tokens.Add(text[start..index]);
                start = index;
            }
        }

        if (start < text.Length)
        {
            tokens.Add(text[start..]);
        }

        return tokens;
    }

    public static int Count(string text) => Split(text).Count;

    /// <summary>Lower-case words without punctuation; each ideograph is a word.</summary>
    public static IEnumerable<string> Words(string text) =>
        Split(text).Select(token => token.Trim().ToLowerInvariant()).Where(word => word.Length > 0 && char.IsLetterOrDigit(word[0]));

    private static bool BeginsToken(char before, char character) =>
        !char.IsLowSurrogate(character)
        && (char.IsWhiteSpace(character) || (before != ' ' && !(IsWordPart(before) && IsWordPart(character))));

    private static bool IsWordPart(char character) => char.IsLetterOrDigit(character) && !IsIdeograph(character);

    private static bool IsIdeograph(char character) => character is >= '\u2E80' and <= '\u9FFF';
}

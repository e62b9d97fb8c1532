using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Texts with a form of their own: names, tokens, paths.</summary>
internal static class Texts
{
    private const int LongestName = 63;
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    /// <summary>Anything, the empty text too.</summary>
    public static Parsed<string> Any(string text) => Parsed<string>.Good(text);

    public static Parsed<string> NotEmpty(string text) =>
        text.AsSpan().Trim().IsEmpty ? Parsed<string>.Bad("must not be empty") : Parsed<string>.Good(text);

    /// <summary>A label value that also fits into file names, rules and URLs.</summary>
    public static Parsed<string> Name(string text)
    {
        if (text.Length == 0)
        {
            return Parsed<string>.Bad("must not be empty");
        }

        var wrong = text.AsSpan().IndexOfAnyExcept(NameCharacters);
        if (wrong >= 0)
        {
            return Parsed<string>.Bad($"{Shown.Quoted(text)} holds {Shown.Quoted(RuneAt(text, wrong))}; allowed are a-z A-Z 0-9 . _ -");
        }

        return text.Length > LongestName
            ? Parsed<string>.Bad(string.Create(CultureInfo.InvariantCulture, $"{Shown.Quoted(text)} is too long ({text.Length} characters; at most {LongestName})"))
            : Parsed<string>.Good(text);
    }

    /// <summary>A token of HTTP: header names, authorization schemes.</summary>
    public static Parsed<string> Token(string text) => IsToken(text)
        ? Parsed<string>.Good(text)
        : Parsed<string>.Bad($"{Shown.Quoted(text)} is not a token of HTTP (letters, digits and - without spaces)");

    public static bool IsToken(string text) => text.Length > 0 && text.AsSpan().IndexOfAnyExcept(TokenCharacters) < 0;

    /// <summary>Path and query of a request.</summary>
    public static Parsed<string> RequestPath(string text)
    {
        if (!text.StartsWith('/'))
        {
            return Parsed<string>.Bad($"{BeforeQuery(text)} must begin with a slash");
        }

        if (text.Contains('#', StringComparison.Ordinal))
        {
            return Parsed<string>.Bad($"{BeforeQuery(text)} has a fragment (#), which is never sent; remove it");
        }

        return text.Any(static character => character <= ' ' || character == '\u007F')
            ? Parsed<string>.Bad($"{BeforeQuery(text)} holds a space or control character; write it percent-encoded")
            : Parsed<string>.Good(text);
    }

    /// <summary>Path under which the daemon answers; the landing page and <c>/-/</c> are taken.</summary>
    public static Parsed<string> ServedPath(string text)
    {
        var parsed = RequestPath(text);
        if (parsed.Problem is not null)
        {
            return parsed;
        }

        if (text.AsSpan().IndexOfAny("?%") >= 0)
        {
            return Parsed<string>.Bad($"{Shown.Quoted(text)} must be a plain path, without query or percent-encoding");
        }

        return text == "/" || text.StartsWith("/-/", StringComparison.Ordinal)
            ? Parsed<string>.Bad($"{Shown.Quoted(text)} is taken by the daemon's own pages; use another such as /metrics")
            : parsed;
    }

    /// <summary>An absolute path of the file system.</summary>
    public static Parsed<string> AbsolutePath(string text)
    {
        var parsed = FilePath(text);
        return parsed.Problem is null && !text.StartsWith('/')
            ? Parsed<string>.Bad($"{Shown.Quoted(text)} must be an absolute path (beginning with a slash)")
            : parsed;
    }

    /// <summary>A path of the file system, absolute or relative.</summary>
    public static Parsed<string> FilePath(string text)
    {
        var parsed = NotEmpty(text);
        return parsed.Problem is null && text.Any(char.IsControl)
            ? Parsed<string>.Bad($"{Shown.Quoted(text)} holds a control character")
            : parsed;
    }

    public static Parsed<string> EnvironmentVariable(string text)
    {
        var good = text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_');
        return good ? Parsed<string>.Good(text) : Parsed<string>.Bad("must be the name of an environment variable (letters, digits and _), without a dollar sign");
    }

    public static Parsed<string> MediaType(string text) =>
        MediaTypeHeaderValue.TryParse(text, out _) && text.All(static character => character is >= ' ' and < '\u007F')
            ? Parsed<string>.Good(text)
            : Parsed<string>.Bad($"{Shown.Quoted(text)} is not a media type such as application/json");

    /// <summary>A JSON Pointer of RFC 6901.</summary>
    public static Parsed<string> JsonPointer(string text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            return Parsed<string>.Bad($"{Shown.Quoted(text)} is not a JSON Pointer: it must be empty or begin with a slash, such as /choices/0/text");
        }

        for (var i = text.IndexOf('~', StringComparison.Ordinal); i >= 0; i = text.IndexOf('~', i + 1))
        {
            if (i + 1 == text.Length || text[i + 1] is not ('0' or '1'))
            {
                return Parsed<string>.Bad($"{Shown.Quoted(text)} is not a JSON Pointer: write ~0 for ~ and ~1 for a slash inside a key");
            }
        }

        return Parsed<string>.Good(text);
    }

    /// <summary>A query may carry a key, which an error must not show.</summary>
    private static string BeforeQuery(string text) => Shown.Quoted(text.Split('?', 2)[0]);

    private static string RuneAt(string text, int index) =>
        Rune.TryGetRuneAt(text, index, out var rune) ? rune.ToString() : text[index].ToString();
}

using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Templates of paths: <c>/v1/models/{model}</c>, <c>/static/*</c>.</summary>
internal static class RouteTemplates
{
    private const int Longest = 200;

    public static Parsed<string> Parse(string text)
    {
        if (!text.StartsWith('/'))
        {
            return Parsed<string>.Bad($"{Shown.Quoted(text)} must begin with a slash");
        }

        if (text.Length > Longest || text.Any(static c => char.IsControl(c) || c is ' ' or '?' or '#'))
        {
            return Parsed<string>.Bad($"{Shown.Quoted(text)} must be a plain path without query, at most {Longest} characters");
        }

        var segments = text[1..].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var (segment, isLast) = (segments[i], i == segments.Length - 1);
            if (segment.Contains('*', StringComparison.Ordinal) && !(segment == "*" && isLast))
            {
                return Parsed<string>.Bad($"{Shown.Quoted(text)}: * stands for the rest of the path, alone behind the last slash");
            }

            if (segment.IndexOfAny(['{', '}']) >= 0 && !IsPlaceholder(segment))
            {
                return Parsed<string>.Bad($"{Shown.Quoted(text)}: {{name}} stands for one whole segment");
            }
        }

        return Parsed<string>.Good(text);
    }

    private static bool IsPlaceholder(string segment) =>
        segment.Length > 2 && segment[0] == '{' && segment[^1] == '}' && segment.IndexOfAny(['{', '}'], 1) == segment.Length - 1;
}

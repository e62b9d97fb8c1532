using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Base addresses of servers.</summary>
internal static class Urls
{
    /// <summary>http or https, absolute, no secret and nothing that a path could not be appended to. The problem never shows what stands before an @.</summary>
    public static Parsed<Uri> Base(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return Bad("a user or password does not belong into a URL; use the probe's authorization");
        }

        var hasScheme = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!hasScheme)
        {
            return Bad(text.Contains("://", StringComparison.Ordinal)
                ? $"{Shown.Quoted(text)} must begin with http:// or https://"
                : $"{Shown.Quoted(text)} is not an absolute URL; write http://{Shown.Quoted(text)[1..^1]}");
        }

        if (text.Any(static character => character <= ' ' || char.IsControl(character)) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            return Bad($"{Shown.Quoted(text)} is not a URL such as http://127.0.0.1:8000");
        }

        if (text.AsSpan().IndexOfAny("?#") >= 0)
        {
            return Bad($"{Shown.Quoted(text)} must have no query and no fragment; they belong into a probe's path");
        }

        return url.Port == 0 ? Bad($"{Shown.Quoted(text)} has port 0") : Parsed<Uri>.Good(url);
    }

    private static Parsed<Uri> Bad(string problem) => Parsed<Uri>.Bad(problem);
}

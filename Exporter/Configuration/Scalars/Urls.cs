using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Base addresses of servers.</summary>
internal static class Urls
{
    /// <summary>http or https, absolute, no secret and nothing that a path could not be appended to. The problem shows neither what stands before an @ nor a query.</summary>
    public static Parsed<Uri> Base(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? text : text[(scheme + 3)..];
        var pathBegin = rest.AsSpan().IndexOfAny("/?#");
        if ((pathBegin < 0 ? rest : rest[..pathBegin]).Contains('@', StringComparison.Ordinal))
        {
            return Bad("a user or password does not belong into a URL; use the probe's authorization");
        }

        if (text.AsSpan().IndexOfAny("?#") >= 0)
        {
            return Bad("must have no query and no fragment; they belong into a probe's path");
        }

        var shown = text.Contains('@', StringComparison.Ordinal) ? "the value" : Shown.Quoted(text);
        if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return Bad(scheme >= 0 ? $"{shown} must begin with http:// or https://" : $"{shown} is not an absolute URL; does http:// before it make it right?");
        }

        if (text.Any(static character => character <= ' ' || char.IsControl(character)) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            return Bad($"{shown} is not a URL such as http://127.0.0.1:8000");
        }

        return url.Port == 0 ? Bad($"{shown} has port 0") : Parsed<Uri>.Good(url);
    }

    private static Parsed<Uri> Bad(string problem) => Parsed<Uri>.Bad(problem);
}

using System.Text.RegularExpressions;
using Exporter.Configuration.Traffic;

namespace Exporter.Tests.Traffic.Logs.Lines;

/// <summary>The fixed formats once more, slow and obvious, to hold the fast parsers to.</summary>
internal static partial class ReferenceParser
{
    private const RegexOptions Options = RegexOptions.Singleline | RegexOptions.CultureInvariant;

    /// <summary>As <see cref="Parsed"/>, without agent and duration.</summary>
    public static string? Line(AccessLogFormat format, string line)
    {
        var plain = Ansi().Replace(line, "");
        var match = (format switch
        {
            AccessLogFormat.Werkzeug => Werkzeug(),
            AccessLogFormat.Uvicorn => Uvicorn(),
            _ => Combined(),
        }).Match(plain);
        if (!match.Success)
        {
            return null;
        }

        var (method, path) = Request(match.Groups["request"].Value, format);
        var port = match.Groups["port"] is { Success: true } found && int.Parse(found.Value, System.Globalization.CultureInfo.InvariantCulture) is > 0 and < 65536 and var number ? $" :{number}" : "";
        return $"{method} {path} {match.Groups["status"].Value}{port}";
    }

    private static (string Method, string Path) Request(string text, AccessLogFormat format)
    {
        if (format == AccessLogFormat.Uvicorn && text.StartsWith("WebSocket ", StringComparison.Ordinal))
        {
            return ("GET", text["WebSocket ".Length..]);
        }

        var match = (text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..].Contains(" HTTP/", StringComparison.Ordinal) ? Versioned() : Bare()).Match(text);
        return (match.Groups["method"].Value, match.Groups["path"].Value);
    }

    [GeneratedRegex(@"\x1b\[[ -?]*[@-~]", Options)]
    private static partial Regex Ansi();

    [GeneratedRegex(@"^(?:(?! - - \[).)* - - \[(?:(?!\] "").){0,40}\] ""(?<request>.*)"" (?<status>[1-5][0-9]{2}) [^ ]+$", Options)]
    private static partial Regex Werkzeug();

    [GeneratedRegex(@"^(?:(?! - "").)*?(?:^|(?<= )|(?<=^| )[^ ]*[^ :]:(?<port>[1-9][0-9]{0,4})) - ""(?<request>.*)"" (?<status>[1-5][0-9]{2})(?: [^""]*)?$", Options)]
    private static partial Regex Uvicorn();

    [GeneratedRegex(@"^(?:(?!\] "").)*?\[(?:(?!\] "").)*\] ""(?<request>.*?)"" (?<status>[1-5][0-9]{2})(?: .*)?$", Options)]
    private static partial Regex Combined();

    [GeneratedRegex(@"^(?<method>[A-Z]{1,20}) (?<path>.+) HTTP/(?:(?! HTTP/).)*$", Options)]
    private static partial Regex Versioned();

    [GeneratedRegex("^(?<method>[A-Z]{1,20}) (?<path>.+)$", Options)]
    private static partial Regex Bare();
}

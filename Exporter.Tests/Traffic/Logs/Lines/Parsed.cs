using System.Globalization;
using System.Text;
using Exporter.Configuration.Traffic;
using Exporter.Traffic.Logs.Lines;

namespace Exporter.Tests.Traffic.Logs.Lines;

/// <summary>What a parser makes of lines, as text that a test can compare.</summary>
internal static class Parsed
{
    /// <summary>Such as <c>POST /api/predict 200</c>, then the duration, agent and port where the line has them; null for a line that is no request.</summary>
    public static string? Line(IAccessLineParser parser, string line)
    {
        var bytes = AnsiEscapes.Strip(Encoding.Latin1.GetBytes(line));
        if (!parser.TryParse(bytes, out var access))
        {
            return null;
        }

        var text = new StringBuilder(CultureInfoText($"{Encoding.Latin1.GetString(access.Method)} {Encoding.Latin1.GetString(access.Path)} {access.Status}"));
        text.Append(access.DurationSeconds is { } duration ? CultureInfoText($" {duration:0.######}s") : "");
        text.Append(access.HasUserAgent ? $" <{Encoding.Latin1.GetString(access.UserAgent)}>" : "");
        text.Append(access.ClientPort > 0 ? CultureInfoText($" :{access.ClientPort}") : "");
        return text.ToString();
    }

    public static string? Line(AccessLogFormat format, string line, DurationUnit? unit = null, string? pattern = null, AccessLogJsonConfig? json = null) =>
        Line(AccessLineParsers.For(new AccessLogConfig { Format = format, DurationUnit = unit, Pattern = pattern, Json = json }), line);

    private static string CultureInfoText(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

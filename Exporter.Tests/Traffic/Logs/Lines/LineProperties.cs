using Exporter.Configuration.Traffic;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Traffic.Logs.Lines;

/// <summary>On lines put together from what breaks parsers, the fast ones say what the slow one says, and never fail.</summary>
public class LineProperties
{
    private static readonly string[] Pieces =
    [
        "\"", " ", "] \"", " - - [", "[", "]", " - \"", "\" 200", "\" 200 -", " 404 ", "\" 99 -", "HTTP/1.1", " HTTP/1.1\"", "GET", "POST /", "/a b", "\\", "\\\"", "\0", "\u001b[31m", "\u001b[", "\u001b",
        "127.0.0.1", ":80", "é", "-", "x", "%22", "1", "0.5", "WebSocket", "\u0016\u0003", "\t",
    ];

    private static readonly string[] Requests = ["GET / HTTP/1.1", "POST /v1/x?a=\"b\" HTTP/1.1", "\u0016\u0003\u0001", "-", "GET /\u001b[31mred HTTP/1.0", "HEAD /", ""];

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public Property Werkzeug() => Agrees(AccessLogFormat.Werkzeug, "127.0.0.1 - - [20/Nov/2026 08:15:14] \"", "\" 200 -");

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public Property Uvicorn() => Agrees(AccessLogFormat.Uvicorn, "INFO:     127.0.0.1:51234 - \"", "\" 200 OK");

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public Property Combined() => Agrees(AccessLogFormat.Nginx, "127.0.0.1 - - [20/Nov/2026:08:15:14 +0000] \"", "\" 200 5 \"-\" \"x\" 0.5");

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property Json_never_fails() => Prop.ForAll(Noise().Select(static s => "{\"status\":200," + s + "}").ToArbitrary(), line =>
        Parsed.Line(AccessLogFormat.Json, line) is null or { Length: > 0 });

    private static Property Agrees(AccessLogFormat format, string before, string after)
    {
        var whole = Gen.Zip(Noise(), Gen.Elements(Requests)).SelectMany(found => Noise(), (found, tail) => (found.Item1, found.Item2, tail));
        var lines = Gen.OneOf(
            Noise(),
            whole.Select(parts => parts.Item1 + before + parts.Item2 + after),
            whole.Select(parts => before + parts.Item2 + parts.tail + after),
            whole.Select(parts => before + parts.Item2 + after + parts.tail));
        return Prop.ForAll(lines.ToArbitrary(), line => Shortened(format, line) == ReferenceParser.Line(format, line));
    }

    private static Gen<string> Noise() => Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces.Take(12)));

    /// <summary>The reference knows neither agents nor durations.</summary>
    private static string? Shortened(AccessLogFormat format, string line)
    {
        var text = Parsed.Line(format, line);
        if (text is null || format != AccessLogFormat.Nginx)
        {
            return text;
        }

        var bytes = Exporter.Traffic.Logs.Lines.AnsiEscapes.Strip(System.Text.Encoding.Latin1.GetBytes(line));
        _ = new Exporter.Traffic.Logs.Lines.CombinedLineParser(null).TryParse(bytes, out var access);
        return $"{System.Text.Encoding.Latin1.GetString(access.Method)} {System.Text.Encoding.Latin1.GetString(access.Path)} {access.Status}";
    }
}

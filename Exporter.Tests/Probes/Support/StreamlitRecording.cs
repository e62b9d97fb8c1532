using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Exporter.Probes.Protocols.Streamlit.Wire;
using Google.Protobuf;

namespace Exporter.Tests.Probes.Support;

/// <summary>
/// A session with a real server as its recorder wrote it down: what was sent as bytes; what was received as bytes too, or as JSON,
/// cut after 300 characters. What was cut off is of no interest to the probe; what it needs of such a message stands before.
/// </summary>
/// <param name="Milliseconds">Since the beginning.</param>
/// <param name="Sent">The bytes that the client sent; null for what it received.</param>
/// <param name="Received">The message that the client received; null for what it sent.</param>
internal sealed partial record StreamlitRecording(double Milliseconds, byte[]? Sent, ForwardMsg? Received)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static StreamlitRecording[] Read(string folder, string file) =>
        [.. File.ReadLines(Recording.PathOf(folder, file)).Select(line => Exchange().Match(line)).Where(match => match.Success).Select(Of)];

    private static StreamlitRecording Of(Match match)
    {
        var at = double.Parse(match.Groups["at"].Value, CultureInfo.InvariantCulture);
        return match.Groups["sent"].Success
            ? new StreamlitRecording(at, Convert.FromHexString(match.Groups["sent"].Value), null)
            : new StreamlitRecording(at, null, match.Groups["json"].Success ? Message(match.Groups["json"].Value) : ForwardMsg.Parser.ParseFrom(Convert.FromHexString(match.Groups["wire"].Value)));
    }

    private static ForwardMsg Message(string json)
    {
        try
        {
            JsonDocument.Parse(json).Dispose();
            return Parser.Parse<ForwardMsg>(json);
        }
        catch (JsonException) when (StreamlitVersion().Match(json) is { Success: true } version)
        {
            return StreamlitMessages.BeginOf(version.Groups[1].Value);
        }
        catch (JsonException) when (Raised().Match(json) is { Success: true } raised)
        {
            return StreamlitMessages.Raised(raised.Groups[1].Value, raised.Groups[2].Value);
        }
    }

    [GeneratedRegex(@"^ *(?<at>[\d.]+) ms (SENT .* (?<sent>[0-9a-f]+)|RECV \d+ B \w+ ((?<wire>[0-9a-f]+)|(?<json>\{.*)))$")]
    private static partial Regex Exchange();

    [GeneratedRegex(@"""streamlitVersion"": ""([^""]+)""")]
    private static partial Regex StreamlitVersion();

    [GeneratedRegex(@"""exception"": \{""type"": ""([^""]+)"", ""message"": ""([^""]+)""")]
    private static partial Regex Raised();
}

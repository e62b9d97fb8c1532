using System.Text;
using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Traffic;

namespace Exporter.Traffic.Logs.Lines;

/// <summary>One JSON object a line, in the keys of the configuration. Read token by token: nothing is kept but what is asked for.</summary>
internal sealed class JsonLineParser : IAccessLineParser
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 16, AllowTrailingCommas = true };

    private readonly List<(byte[][] Path, JsonField Field, int Rank)> wanted = [];

    public JsonLineParser(AccessLogJsonConfig keys)
    {
        (JsonField Field, ValueList<string> Names)[] all =
        [
            (JsonField.Request, keys.Request), (JsonField.Method, keys.Method), (JsonField.Path, keys.Path), (JsonField.Status, keys.Status),
            (JsonField.Duration, keys.Duration), (JsonField.DurationMs, keys.DurationMs), (JsonField.DurationUs, keys.DurationUs),
            (JsonField.UserAgent, keys.UserAgent), (JsonField.Client, keys.Client),
        ];
        foreach (var (field, names) in all)
        {
            for (var rank = 0; rank < names.Count; rank++)
            {
                wanted.Add((SegmentsOf(names[rank]), field, rank));
            }
        }
    }

    public bool TryParse(ReadOnlySpan<byte> line, out AccessLine access)
    {
        access = default;
        if (line.IndexOfAnyExcept((byte)' ', (byte)'\t') is not (>= 0 and var start) || line[start] != '{')
        {
            return false;
        }

        var values = new string?[Enum.GetValues<JsonField>().Length];
        try
        {
            var reader = new Utf8JsonReader(line[start..], Reading);
            reader.Read();
            ReadObject(ref reader, [], values, new int[values.Length]);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape or a byte that is no text.
            return false;
        }

        return TryFill(values, ref access);
    }

    private static bool TryFill(string?[] values, ref AccessLine access)
    {
        string? Of(JsonField field) => values[(int)field];
        if (Of(JsonField.Status) is not { } status || !LineFields.TryStatus(Encoding.UTF8.GetBytes(status), out access.Status) || status.Length != 3)
        {
            return false;
        }

        if (Of(JsonField.Request) is { } request)
        {
            RequestLine.Read(Encoding.UTF8.GetBytes(request), ref access);
        }

        access.Method = Of(JsonField.Method) is { } method ? Encoding.UTF8.GetBytes(method) : access.Method;
        access.Path = Of(JsonField.Path) is { } path ? Encoding.UTF8.GetBytes(path) : access.Path;
        access.DurationSeconds = LineValues.Duration(Of(JsonField.Duration), Of(JsonField.DurationMs), Of(JsonField.DurationUs));
        access.HasUserAgent = Of(JsonField.UserAgent) is not null;
        access.UserAgent = Of(JsonField.UserAgent) is { } agent ? Encoding.UTF8.GetBytes(agent) : [];
        access.ClientPort = Of(JsonField.Client) is { } client ? LineFields.PortOf(Encoding.UTF8.GetBytes(client)) : 0;
        return true;
    }

    private static byte[][] SegmentsOf(string key) => key.StartsWith('/')
        ? [.. key[1..].Split('/').Select(static s => Encoding.UTF8.GetBytes(s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))]
        : [Encoding.UTF8.GetBytes(key)];

    /// <param name="way">Indices of the wanted paths that lead into this object; empty at the top, where all of them begin.</param>
    /// <param name="ranks">One more than the rank of the value found so far; a lower rank replaces it.</param>
    private void ReadObject(ref Utf8JsonReader reader, List<int> way, string?[] values, int[] ranks, int depth = 0)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            List<int>? deeper = null;
            var match = -1;
            for (var i = 0; i < wanted.Count; i++)
            {
                var path = wanted[i].Path;
                if (path.Length > depth && (depth == 0 || way.Contains(i)) && reader.ValueTextEquals(path[depth]))
                {
                    match = path.Length == depth + 1 ? Better(match, i) : match;
                    (deeper ??= []).Add(i);
                }
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && deeper is not null)
            {
                ReadObject(ref reader, deeper, values, ranks, depth + 1);
            }
            else if (match >= 0 && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            {
                Keep(match, reader.TokenType == JsonTokenType.String ? reader.GetString() : Encoding.UTF8.GetString(reader.ValueSpan), values, ranks);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private int Better(int match, int other) => match < 0 || wanted[other].Rank < wanted[match].Rank ? other : match;

    private void Keep(int match, string? value, string?[] values, int[] ranks)
    {
        var (_, field, rank) = wanted[match];
        if (ranks[(int)field] == 0 || rank + 1 < ranks[(int)field])
        {
            values[(int)field] = value;
            ranks[(int)field] = rank + 1;
        }
    }
}

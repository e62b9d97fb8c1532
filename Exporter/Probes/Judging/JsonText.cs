using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Exporter.Probes.Judging;

/// <summary>Reads JSON that may be anything without throwing.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n"u8);
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Parses a whole document.</summary>
    /// <param name="problem">Why it is none; null where it is. Shows the beginning of the text.</param>
    /// <returns>Null when the bytes are no JSON; the caller disposes the document.</returns>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8, out string? problem)
    {
        problem = null;
        if (utf8.Span.StartsWith(ByteOrderMark))
        {
            // Not allowed in JSON, and yet read by every client that an application would use.
            utf8 = utf8[ByteOrderMark.Length..];
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            problem = "not UTF-8";
            return null;
        }

        try
        {
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException invalid)
        {
            var begin = utf8.Span[..Math.Min(utf8.Length, 80)];
            problem = begin.ContainsAnyExcept(Blank) ? $"{invalid.Message} It begins: {Encoding.UTF8.GetString(begin)}" : "empty";
            return null;
        }
    }

    /// <summary>A string's content; null for any other value. Half of a surrogate pair, which JSON can escape, becomes the replacement character.</summary>
    public static string? StringOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    /// <summary>The content of a string property; null where it is missing or of another type.</summary>
    public static string? StringOf(JsonElement parent, string name) => Property(parent, name) is { } value ? StringOf(value) : null;

    /// <summary>A number of things; null where it is missing, of another type, negative or absurdly large: a server must not move a counter back.</summary>
    public static long? CountOf(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number is >= 0 and <= int.MaxValue
            ? number
            : null;

    /// <summary>A number of milliseconds; null where it is missing, of another type, negative or absurdly large.</summary>
    public static TimeSpan? MillisecondsOf(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && number is >= 0 and < 1e9
            ? TimeSpan.FromMilliseconds(number)
            : null;

    /// <summary>A number of seconds; null where it is missing, of another type, negative or absurdly large.</summary>
    public static TimeSpan? SecondsOf(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && number is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(number)
            : null;

    /// <summary>A property that is there and not null; null for a parent that is no object.</summary>
    public static JsonElement? Property(JsonElement parent, string name) =>
        TryGet(parent, name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A property, null included; false for a parent that is no object.</summary>
    public static bool TryGet(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            // Another name of the object is half a surrogate pair, which cannot be compared.
            return false;
        }
    }
}

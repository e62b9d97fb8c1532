using System.Globalization;
using System.Text;

namespace Exporter.Configuration.Yaml;

/// <summary>Bytes to text, or the first reason why they are none.</summary>
internal static class Utf8Text
{
    /// <summary>Null, with an error, where the bytes are not UTF-8 or hold a character that YAML readers disagree on (a NUL ends the text for the parser).</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, ErrorList errors)
    {
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        var text = new StringBuilder(bytes.Length);
        var place = Place.Start;
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
            {
                errors.Add(place, "", string.Create(CultureInfo.InvariantCulture, $"not UTF-8 (byte 0x{bytes[0]:X2}); save the file as UTF-8"));
                return null;
            }

            if (IsRefused(rune))
            {
                errors.Add(place, "", string.Create(CultureInfo.InvariantCulture, $"control character U+{rune.Value:X4}; write it as an escape in double quotes if it is meant"));
                return null;
            }

            var next = length < bytes.Length ? bytes[length] : 0;
            place = Advance(place, rune, next);
            text.Append(rune.ToString());
            bytes = bytes[length..];
        }

        return text.ToString();
    }

    private static Place Advance(Place place, Rune rune, int next) => rune.Value switch
    {
        '\n' => new Place(place.Line + 1, 1),
        '\r' when next != '\n' => new Place(place.Line + 1, 1),
        _ => place with { Column = place.Column + rune.Utf16SequenceLength },
    };

    /// <summary>Everything that moves a cursor but tab and the line breaks; the Unicode line breaks too, which are breaks in YAML 1.1 and none in 1.2.</summary>
    private static bool IsRefused(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => false,
        0x2028 or 0x2029 => true,
        _ => Rune.IsControl(rune),
    };
}

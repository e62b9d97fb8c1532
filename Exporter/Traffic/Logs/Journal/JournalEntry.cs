using System.Text;
using System.Text.Json;

namespace Exporter.Traffic.Logs.Journal;

/// <summary>One line of <c>journalctl --output=json</c>.</summary>
/// <param name="Cursor">The journal's name for its place; null where the line has none.</param>
/// <param name="Message">The message; null where the journal holds one that is too long for its output.</param>
internal readonly record struct JournalEntry(string? Cursor, byte[]? Message)
{
    /// <returns>Null for a line that is no entry.</returns>
    public static JournalEntry? Parse(ReadOnlySpan<byte> line)
    {
        string? cursor = null;
        byte[]? message = null;
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isCursor = reader.ValueTextEquals("__CURSOR"u8);
                var isMessage = reader.ValueTextEquals("MESSAGE"u8);
                reader.Read();
                if (isCursor && reader.TokenType == JsonTokenType.String)
                {
                    cursor = reader.GetString();
                }
                else if (isMessage)
                {
                    message = Text(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            return new JournalEntry(cursor, message);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A message with control characters comes as an array of bytes.</summary>
    private static byte[]? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var bytes = new List<byte>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            bytes.Add(reader.GetByte());
        }

        return [.. bytes];
    }
}

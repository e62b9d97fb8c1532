using System.Text;

namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>Reads the labels of a sample.</summary>
internal static class LabelReader
{
    /// <param name="text">Blanks, then nothing or <c>{name="value",…}</c>; a last comma may stand before the brace.</param>
    /// <returns>Null where they cannot be read or one name comes twice.</returns>
    public static List<KeyValuePair<string, string>>? Read(ReadOnlySpan<byte> text)
    {
        var labels = new List<KeyValuePair<string, string>>();
        var reader = new LineReader(text);
        reader.SkipBlanks();
        if (reader.IsAtEnd)
        {
            return labels;
        }

        reader.TrySkip((byte)'{');
        for (reader.SkipBlanks(); !reader.TrySkip((byte)'}'); reader.SkipBlanks())
        {
            var name = Encoding.UTF8.GetString(reader.Name(withColons: false));
            reader.SkipBlanks();
            if (name.Length == 0 || !reader.TrySkip((byte)'=') || labels.Exists(label => label.Key == name))
            {
                return null;
            }

            reader.SkipBlanks();
            if (reader.Quoted() is not { } value)
            {
                return null;
            }

            labels.Add(new(name, value));
            reader.SkipBlanks();
            if (!reader.TrySkip((byte)',') && reader.Current != '}')
            {
                return null;
            }
        }

        return labels;
    }
}

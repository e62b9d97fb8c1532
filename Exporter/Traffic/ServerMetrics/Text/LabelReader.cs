using System.Text;

namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>Reads the labels of a sample.</summary>
internal static class LabelReader
{
    /// <param name="text">
    /// Blanks, then nothing or <c>{name="value",…}</c>; a last comma may stand before the brace. A name may be in quotes, and one in
    /// quotes without a value is the metric's.
    /// </param>
    /// <param name="metric">The metric's name in plain letters where it stands among the labels, else empty.</param>
    /// <returns>Null where they cannot be read or one name comes twice.</returns>
    public static List<KeyValuePair<string, string>>? Read(ReadOnlySpan<byte> text, out string metric)
    {
        metric = "";
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
            var isQuoted = reader.Current == '"';
            var name = isQuoted ? reader.Quoted() ?? "" : Encoding.UTF8.GetString(reader.Name(withColons: false));
            reader.SkipBlanks();
            if (isQuoted && metric.Length == 0 && reader.Current is (byte)',' or (byte)'}')
            {
                metric = name;
            }
            else if (!TryAdd(labels, name, ref reader))
            {
                return null;
            }

            if (!reader.TrySkip((byte)',') && reader.Current != '}')
            {
                return null;
            }
        }

        metric = PlainName.Of(metric, withColons: true);
        return labels;
    }

    /// <summary>Reads the value of a label.</summary>
    private static bool TryAdd(List<KeyValuePair<string, string>> labels, string name, ref LineReader reader)
    {
        var plain = PlainName.Of(name, withColons: false);
        if (plain.Length == 0 || !reader.TrySkip((byte)'=') || labels.Exists(label => label.Key == plain))
        {
            return false;
        }

        reader.SkipBlanks();
        if (reader.Quoted() is not { } value)
        {
            return false;
        }

        labels.Add(new(plain, value));
        reader.SkipBlanks();
        return true;
    }
}

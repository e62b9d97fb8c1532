using System.Text;
using Exporter.Exposition.Formats;

namespace Exporter.Exposition.Collection;

/// <summary>
/// The labels of one series, as they are exposed: legal names, sorted, each once, none empty (an empty label is the same as
/// no label to Prometheus, and two spellings of one series would be a duplicate). Immutable; rendered once.
/// </summary>
internal sealed class LabelSet : IEquatable<LabelSet>
{
    private readonly int hash;
    private byte[]? protobuf;

    private LabelSet(KeyValuePair<string, string>[] pairs)
    {
        Pairs = pairs;
        Text = Render(pairs);
        var code = new HashCode();
        code.AddBytes(Text);
        hash = code.ToHashCode();
    }

    public static LabelSet Empty { get; } = new([]);

    /// <summary>The labels, sorted by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs { get; }

    /// <summary><c>a="x",b="y"</c> in escaped UTF-8, without braces.</summary>
    public byte[] Text { get; }

    /// <summary>The labels as repeated field 1 of <c>io.prometheus.client.Metric</c>.</summary>
    /// <remarks>Rendered at first use; a race renders it twice, which does no harm.</remarks>
    public byte[] Protobuf => protobuf ??= ProtobufLabels.Render(Pairs);

    /// <summary>Makes the set out of attributes in any order and spelling.</summary>
    /// <param name="attributes">Where one name comes twice the later value counts: the more specific goes last.</param>
    /// <remarks>Different names that become one label name keep all their values, joined by <c>;</c> in the order of the original names.</remarks>
    public static LabelSet From(IEnumerable<KeyValuePair<string, string>> attributes)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            byName[attribute.Key] = attribute.Value;
        }

        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in byName)
        {
            if (value.Length == 0)
            {
                continue;
            }

            var label = MetricName.Label(name);
            labels[label] = labels.TryGetValue(label, out var earlier) ? $"{earlier};{value}" : value;
        }

        return labels.Count == 0 ? Empty : new LabelSet([.. labels]);
    }

    public bool Equals(LabelSet? other) => other is not null && (ReferenceEquals(this, other) || (hash == other.hash && Text.AsSpan().SequenceEqual(other.Text)));

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => hash;

    public override string ToString() => Encoding.UTF8.GetString(Text);

    private static byte[] Render(KeyValuePair<string, string>[] pairs)
    {
        var output = new Utf8Buffer(64);
        for (var i = 0; i < pairs.Length; i++)
        {
            if (i > 0)
            {
                output.Append(","u8);
            }

            output.AppendText(pairs[i].Key);
            output.Append("=\""u8);
            EscapedText.AppendLabelValue(output, pairs[i].Value);
            output.Append("\""u8);
        }

        return output.WrittenSpan.ToArray();
    }
}

namespace Exporter.Exposition.Formats;

/// <summary>Labels as <c>io.prometheus.client.LabelPair</c> messages.</summary>
internal static class ProtobufLabels
{
    private const int LabelPair = 1;
    private const int Name = 1;
    private const int Value = 2;

    /// <summary>All pairs as repeated field 1, which it is in a metric and in an exemplar alike.</summary>
    public static byte[] Render(IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        var output = new Utf8Buffer(64);
        foreach (var (name, value) in labels)
        {
            Append(output, name, value);
        }

        return output.WrittenSpan.ToArray();
    }

    public static void Append(Utf8Buffer output, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        var pair = ProtobufMessage.Begin(output, LabelPair);
        ProtobufMessage.Text(output, Name, name);
        ProtobufMessage.Text(output, Value, value);
        ProtobufMessage.End(output, pair);
    }
}

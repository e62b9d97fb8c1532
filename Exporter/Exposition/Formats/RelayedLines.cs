using Exporter.Exposition.Collection;
using Exporter.Exposition.Relay;

namespace Exporter.Exposition.Formats;

/// <summary>A relayed sample as a text line, the same in both text formats, without the line feed.</summary>
internal static class RelayedLines
{
    public static void Append(Utf8Buffer output, RelayedSample sample)
    {
        output.AppendText(sample.Name);
        SampleLines.Append(output, [], [], sample.Labels, SampleValue.From(sample.Value));
    }
}

using System.Diagnostics.Metrics;

namespace Exporter.Probes.Metrics;

/// <summary>A counter for each text of a closed label set, all there at 0 from the start.</summary>
/// <param name="label">Name of the label.</param>
/// <param name="values">Its texts; the index of one names its counter.</param>
internal sealed class LabelledCounts(string label, IEnumerable<string> values)
{
    private readonly KeyValuePair<string, object?>[] tags = [.. values.Select(value => new KeyValuePair<string, object?>(label, value))];
    private readonly long[] counts = new long[values.Count()];

    public void Add(int index, long count) => Interlocked.Add(ref counts[index], count);

    public IEnumerable<Measurement<long>> Read()
    {
        for (var i = 0; i < counts.Length; i++)
        {
            yield return new Measurement<long>(Interlocked.Read(ref counts[i]), tags[i]);
        }
    }
}

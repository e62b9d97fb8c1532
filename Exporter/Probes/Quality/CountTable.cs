using System.Diagnostics.Metrics;

namespace Exporter.Probes.Quality;

/// <summary>A counter for each pair of texts of two closed label sets, all there at 0 from the start.</summary>
internal sealed class CountTable
{
    private readonly int columns;
    private readonly KeyValuePair<string, object?>[][] tags;
    private readonly long[] counts;

    public CountTable(string rowLabel, IReadOnlyList<string> rows, string columnLabel, IReadOnlyList<string> columns)
    {
        this.columns = columns.Count;
        tags = [.. rows.SelectMany(row => columns.Select(column => new KeyValuePair<string, object?>[] { new(rowLabel, row), new(columnLabel, column) }))];
        counts = new long[tags.Length];
    }

    public void Add(int row, int column) => Interlocked.Increment(ref counts[(row * columns) + column]);

    public IEnumerable<Measurement<long>> Read()
    {
        for (var i = 0; i < counts.Length; i++)
        {
            yield return new Measurement<long>(Interlocked.Read(ref counts[i]), tags[i]);
        }
    }
}

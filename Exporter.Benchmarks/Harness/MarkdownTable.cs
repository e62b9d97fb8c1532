using System.Text;

namespace Exporter.Benchmarks.Harness;

/// <summary>A table that reads well both as Markdown and in a terminal.</summary>
internal sealed class MarkdownTable(params string[] heads)
{
    private readonly List<string[]> rows = [heads];

    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        int[] widths = [.. heads.Select((_, column) => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        for (int row = 0; row < rows.Count; row++)
        {
            text.Append('|');
            for (int column = 0; column < widths.Length; column++)
            {
                text.Append(' ').Append(rows[row][column].PadRight(widths[column])).Append(" |");
            }

            text.Append('\n');
            if (row == 0)
            {
                text.Append('|').AppendJoin('|', widths.Select(width => new string('-', width + 2))).Append("|\n");
            }
        }

        return text.ToString();
    }
}

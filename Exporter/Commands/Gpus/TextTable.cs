using System.Text;

namespace Exporter.Commands.Gpus;

/// <summary>Columns of text, each as wide as its widest cell but the last.</summary>
internal static class TextTable
{
    private const string Margin = "  ";

    public static string Of(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = new List<IReadOnlyList<string>> { head };
        lines.AddRange(rows);
        var widths = Enumerable.Range(0, head.Count).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(Margin).AppendJoin(Margin, line.Select((cell, column) => cell.PadRight(widths[column])));
            while (text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}

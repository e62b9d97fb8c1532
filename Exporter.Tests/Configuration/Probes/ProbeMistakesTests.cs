using System.Text;
using Exporter.Configuration;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration.Probes;

/// <summary>Every way to get a key of a probe wrong, one a row, with the place and the words of its report.</summary>
[TestFixture]
internal sealed class ProbeMistakesTests
{
    private static readonly string Table = Repository.PathOf("Exporter.Tests", "Fixtures", "Config", "probe-mistakes.txt");
    private static readonly string Folder = Repository.PathOf("Exporter.Tests", "Fixtures", "Config", "bad");

    private static IEnumerable<TestCaseData> Rows() => File.ReadLines(Table)
        .Where(static line => line.Length > 0 && line[0] is not ('#' or ' '))
        .Select(static row => new TestCaseData(row).SetArgDisplayNames(row));

    [TestCaseSource(nameof(Rows))]
    public void A_mistake_is_reported_once_at_its_place(string row)
    {
        var errors = Read(row, out var line, out var column);

        Assert.That(errors, Has.Count.EqualTo(1), string.Join('\n', errors));
        Assert.That(errors[0].ToString(), Does.StartWith("exporter.yaml:"));
        Assert.That(errors[0].Line, Is.EqualTo(line), errors[0].ToString());
        Assert.That(errors[0].Column, Is.InRange(column, column + row.Length - 1), errors[0].ToString());
        Assert.That(errors[0].Path, Does.StartWith("targets[0]."));
        Assert.That(errors[0].Message, Is.Not.Empty);
    }

    [Test]
    public void The_table_says_what_is_reported()
    {
        var lines = File.ReadLines(Table).Where(static line => !line.StartsWith(' '));

        GoldenFile.Check(string.Concat(lines.Select(static line => line.Length == 0 || line[0] == '#' ? line + "\n" : $"{line}\n{Reported(line)}")), Table);
    }

    [Test]
    public void No_row_stands_there_twice_and_no_report_shows_a_secret()
    {
        var rows = Rows().Select(static row => (string)row.Arguments[0]!).ToList();

        Assert.That(rows, Is.Unique);
        Assert.That(rows.Select(Reported), Has.All.Not.Contains("sk-1").And.All.Not.Contains("hunter2"));
    }

    private static string Reported(string row)
    {
        var errors = Read(row, out _, out var column);
        return string.Concat(errors.Select(error => $"{new string(' ', Math.Max(1, error.Column - column))}^ {error.Path}: {error.Message}\n"));
    }

    /// <param name="line">Of the row in the file, from 1.</param>
    /// <param name="column">Of its first character, from 1.</param>
    private static IReadOnlyList<ConfigError> Read(string row, out int line, out int column)
    {
        var ofProbe = row[0] == '{';
        (line, column) = ofProbe ? (6, 9) : (5, 5);
        const string head = "targets:\n  - name: a\n    url: http://127.0.0.1:8000\n    model: m\n";
        var text = ofProbe ? $"{head}    probes:\n      - {row}\n" : $"{head}    {row}\n";
        return ConfigFile.Parse("exporter.yaml", Encoding.UTF8.GetBytes(text), Folder).Errors;
    }
}

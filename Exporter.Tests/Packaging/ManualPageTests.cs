using System.CommandLine;
using Exporter.Tests.Support;

namespace Exporter.Tests.Packaging;

/// <summary>The manual page is held against the command line: a flag that is added or renamed is missing there until somebody writes it.</summary>
internal sealed class ManualPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("config", "packaging", "modelhost-exporter.1")).Replace("\\-", "-", StringComparison.Ordinal);

    [TestCaseSource(nameof(Words))]
    public void It_names(string word) => Assert.That(Page, Does.Match($@"(?m)(^|[\s,]){System.Text.RegularExpressions.Regex.Escape(word)}($|[\s=,\\])"));

    private static IEnumerable<string> Words()
    {
        var root = CommandLine.Create();
        return root.Subcommands.Select(c => c.Name)
            .Concat(root.Subcommands.Append<Command>(root).SelectMany(c => c.Options).Select(o => o.Name))
            .Where(w => w is not ("--help" or "--version"))
            .Distinct();
    }
}

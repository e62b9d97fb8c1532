using System.Text.RegularExpressions;
using Exporter.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Exporter.Tests.Alerting;

/// <summary>
/// Two hosts have targets, probes and GPUs of the same names. Every scenario is played on both at once: each alert must come once for
/// each host, and no join may find two partners, which would end the rule for all hosts.
/// </summary>
internal sealed partial class TwoHostsTests
{
    /// <summary>About no host.</summary>
    private static readonly string[] Single = ["Watchdog", "ExporterAbsent"];

    private static IEnumerable<string> TestNames =>
        RuleTestFiles.Paths.Select(p => Path.GetFileName(p)).Where(n => !n.StartsWith("slo.", StringComparison.Ordinal) && !n.StartsWith("incidents", StringComparison.Ordinal));

    [TestCaseSource(nameof(TestNames))]
    public async Task What_fires_on_one_host_fires_on_each_of_two_and_nothing_else_does(string file)
    {
        var document = RuleFiles.Document(Path.Combine(RuleFiles.Folder, "tests", file));
        var counted = 0;
        foreach (var test in RuleFiles.List(document, "tests"))
        {
            Double(test);

            // Of hosts that are well nothing fires, of however many.
            var isHealthy = file == "healthy.yml";
            var counts = RuleTestFiles.Expressions(test).Where(e => isHealthy || Counts.IsMatch(RuleFiles.Text(e, "expr")!)).ToList();
            if (!isHealthy)
            {
                counts.ForEach(ExpectTwo);
            }

            counted += counts.Count;
            test.Children["promql_expr_test"] = new YamlSequenceNode(counts);
            test.Children.Remove("alert_rule_test");
        }

        Assert.That(counted, Is.Positive);
        using var folder = new TemporaryFolder();
        var outcome = await Promtool.RunAsync("test", "rules", RuleTestWriter.Write(folder, document));
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    private static void Double(YamlMappingNode test)
    {
        var series = RuleFiles.List(test, "input_series").ToList();
        var second = series
            .Select(s => (Name: Instance.Replace(RuleFiles.Text(s, "series")!, "instance=\"second:9860\""), Values: RuleFiles.Text(s, "values")!))
            .Where(s => !series.Exists(o => RuleFiles.Text(o, "series") == s.Name))
            .DistinctBy(s => s.Name)
            .Select(s => new YamlMappingNode("series", Quoted(s.Name), "values", Quoted(s.Values)));
        test.Children["input_series"] = new YamlSequenceNode([.. series, .. second]);
    }

    private static void ExpectTwo(YamlMappingNode expression)
    {
        foreach (var sample in RuleFiles.List(expression, "exp_samples").Where(s => !Single.Any(n => RuleFiles.Text(s, "labels")!.Contains($"\"{n}\"", StringComparison.Ordinal))))
        {
            Assert.That(RuleFiles.Text(sample, "value"), Is.EqualTo("1"));
            sample.Children["value"] = new YamlScalarNode("2");
        }
    }

    private static YamlScalarNode Quoted(string text) => new(text) { Style = YamlDotNet.Core.ScalarStyle.SingleQuoted };

    [GeneratedRegex(@"^(sum|count) by \(alertname, severity[^)]*\) \(ALERTS\{")]
    private static partial Regex Counts { get; }

    [GeneratedRegex("instance=\"[^\"]*\"")]
    private static partial Regex Instance { get; }
}

using Exporter.Tests.Support;

namespace Exporter.Tests.Alerting;

/// <summary>
/// Silence must be health and not a name that does not exist: over the series of a healthy host, every alert's expression has a value
/// before its comparison. (That none fires there is in the shipped file.)
/// </summary>
internal sealed class HealthyHostTests
{
    private const string EvalTime = "27h";
    private static readonly string Healthy = Path.Combine(RuleFiles.Folder, "tests", "healthy.yml");

    /// <summary>Metrics that exist only while something is wrong, so that a healthy host cannot show them behind an <c>unless</c>.</summary>
    private static readonly string[] OnlyInTrouble = ["modelhost_exporter_collector_failing", "ALERTS"];

    [Test]
    public async Task Every_expression_has_a_value_before_its_comparison()
    {
        var document = RuleFiles.Document(Healthy);
        var test = RuleFiles.List(document, "tests").Single();
        foreach (var alert in RuleFiles.Alerts.Where(a => !RuleFiles.IsGenerated(a.File)))
        {
            var expression = PromQl.WithoutComparisons(alert.Expression, out var takenAway);

            // What wants another alert to fire has no value here, and a scenario among the incidents.
            if (!PromQl.Selectors(expression).Any(s => s.Metric == "ALERTS"))
            {
                RuleTestWriter.Expect(test, $"count({expression}) > bool 0", EvalTime);
            }

            foreach (var muting in takenAway.Where(t => !PromQl.Selectors(t).Any(s => OnlyInTrouble.Contains(s.Metric))))
            {
                RuleTestWriter.Expect(test, $"count({muting}) > bool 0", EvalTime);
            }
        }

        using var folder = new TemporaryFolder();
        var outcome = await Promtool.RunAsync("test", "rules", RuleTestWriter.Write(folder, document));
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    [Test]
    public void The_healthy_host_is_held_against_every_rule_file_that_is_written_by_hand() =>
        Assert.That(
            ((YamlDotNet.RepresentationModel.YamlSequenceNode)RuleFiles.Document(Healthy)["rule_files"]).Children.Select(f => Path.GetFileName(f.ToString())),
            Is.EquivalentTo(RuleFiles.Paths.Where(p => !RuleFiles.IsGenerated(p)).Select(Path.GetFileName)));
}

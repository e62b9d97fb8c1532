using System.Text.RegularExpressions;
using Exporter.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Exporter.Tests.Alerting;

/// <summary>
/// Runs the scenarios as they are shipped, with one more check each: whoever is told of an alert must be told of whom, so the labels
/// that its texts name must be on it.
/// </summary>
internal sealed partial class RulePromtoolTests
{
    private static readonly ILookup<string, Rule> AlertsByName = RuleFiles.Alerts.ToLookup(a => a.Name);

    private static IEnumerable<string> RuleNames => RuleFiles.Paths.Select(p => Path.GetFileName(p));

    private static IEnumerable<string> TestNames => RuleTestFiles.Paths.Select(p => Path.GetFileName(p));

    [TestCaseSource(nameof(RuleNames))]
    public async Task Prometheus_takes_the_rules(string file)
    {
        var outcome = await Promtool.RunAsync("check", "rules", Path.Combine(RuleFiles.Folder, file));
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    /// <remarks>SloNoData also tells of a target that no exposition has; that has no instance to name.</remarks>
    [TestCaseSource(nameof(TestNames))]
    public async Task Alerts_fire_and_stay_quiet_as_they_should_and_carry_the_labels_that_their_texts_name(string file)
    {
        var document = RuleFiles.Document(Path.Combine(RuleFiles.Folder, "tests", file));
        foreach (var test in RuleTestFiles.Of(file, document))
        {
            foreach (var (alert, evalTime) in test.Firing.Distinct().Where(f => f.Alert is not "SloNoData"))
            {
                AddCheckOfLabels(test.Node, alert, evalTime);
            }
        }

        using var folder = new TemporaryFolder();
        var outcome = await Promtool.RunAsync("test", "rules", RuleTestWriter.Write(folder, document));
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    private static void AddCheckOfLabels(YamlMappingNode test, string alert, string evalTime)
    {
        var labels = AlertsByName[alert].SelectMany(a => a.Annotations.Values).SelectMany(NamedLabels).Distinct().Order(StringComparer.Ordinal);
        var matchers = string.Concat(labels.Select(l => $",{l}!=\"\""));
        RuleTestWriter.Expect(test, $$"""count(ALERTS{alertname="{{alert}}",alertstate="firing"{{matchers}}}) >= bool 1""", evalTime);
    }

    /// <summary>Labels that a text prints; one behind <c>with</c> is printed where it is there.</summary>
    private static IEnumerable<string> NamedLabels(string text) =>
        LabelInText.Matches(text).Where(m => !m.Groups["with"].Success).Select(m => m.Groups["label"].Value);

    [GeneratedRegex(@"\{\{ ?(?<with>with )?\$labels\.(?<label>[a-z_]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex LabelInText { get; }
}

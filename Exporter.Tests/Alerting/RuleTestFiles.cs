using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Exporter.Tests.Alerting;

/// <summary>The promtool scenarios beside the rules.</summary>
internal static partial class RuleTestFiles
{
    public static IReadOnlyList<string> Paths { get; } = [.. Directory.GetFiles(Path.Combine(RuleFiles.Folder, "tests"), "*.yml").Order(StringComparer.Ordinal)];

    public static IEnumerable<RuleTestCase> Cases => Paths.SelectMany(path => Of(path, RuleFiles.Document(path)));

    public static IEnumerable<RuleTestCase> Of(string path, YamlMappingNode document) =>
        from test in RuleFiles.List(document, "tests")
        select new RuleTestCase(
            Path.GetFileName(path),
            RuleFiles.Text(test, "name") ?? "",
            test,
            [.. Expressions(test).SelectMany(Firing), .. Alerts(test).Where(a => Expected(a, "exp_alerts").Any()).Select(Named)],
            [.. Expressions(test).SelectMany(e => Quiet(e, document)), .. Alerts(test).Where(a => !Expected(a, "exp_alerts").Any()).Select(a => Named(a).Alert)]);

    public static IEnumerable<YamlMappingNode> Expressions(YamlMappingNode test) => RuleFiles.List(test, "promql_expr_test");

    private static IEnumerable<YamlMappingNode> Alerts(YamlMappingNode test) => RuleFiles.List(test, "alert_rule_test");

    private static (string Alert, string EvalTime) Named(YamlMappingNode alert) => (RuleFiles.Text(alert, "alertname")!, RuleFiles.Text(alert, "eval_time")!);

    /// <summary>An expression on <c>ALERTS</c> that names firing alerts in its expected samples.</summary>
    private static IEnumerable<(string Alert, string EvalTime)> Firing(YamlMappingNode expression) =>
        from sample in IsOnFiringAlerts(expression) ? Expected(expression, "exp_samples") : []
        let name = AlertName.Match(RuleFiles.Text(sample, "labels")!)
        where name.Success
        select (name.Groups[1].Value, RuleFiles.Text(expression, "eval_time")!);

    /// <summary>An expression on <c>ALERTS</c> that expects nothing: of the alert it names; in the scenarios of generated rules, which name none, of all.</summary>
    private static IEnumerable<string> Quiet(YamlMappingNode expression, YamlMappingNode document)
    {
        if (!IsOnFiringAlerts(expression) || Expected(expression, "exp_samples").Any())
        {
            return [];
        }

        return AlertName.Match(RuleFiles.Text(expression, "expr")!) is { Success: true } name ? [name.Groups[1].Value] : AlertsOf(document);
    }

    private static IEnumerable<string> AlertsOf(YamlMappingNode document)
    {
        var files = ((YamlSequenceNode)document["rule_files"]).Children.Select(f => Path.GetFileName(f.ToString())).ToHashSet();
        return RuleFiles.Alerts.Where(a => RuleFiles.IsGenerated(a.File) && files.Contains(a.File)).Select(a => a.Name).Distinct();
    }

    /// <summary>An expression on the times of alerts says nothing of the moment at which it is evaluated.</summary>
    private static bool IsOnFiringAlerts(YamlMappingNode expression) =>
        RuleFiles.Text(expression, "expr")!.Contains("ALERTS", StringComparison.Ordinal) && !RuleFiles.Text(expression, "expr")!.Contains("timestamp(", StringComparison.Ordinal);

    private static IEnumerable<YamlMappingNode> Expected(YamlMappingNode node, string key) => RuleFiles.List(node, key);

    [GeneratedRegex("alertname=\"([^\"]+)\"")]
    private static partial Regex AlertName { get; }
}

using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Dashboards;

/// <summary>An alert links the dashboard to look at; a link that leads nowhere is found at 3 a.m.</summary>
internal sealed partial class AlertLinksTests
{
    private static IEnumerable<string> RuleFiles => Directory.EnumerateFiles(Repository.PathOf("alert-rules"), "*.yml").Select(f => Path.GetFileName(f)!);

    [TestCaseSource(nameof(RuleFiles))]
    public void Every_alert_links_a_dashboard_and_variables_that_exist(string file)
    {
        var known = Dashboard.All.ToDictionary(d => d.Uid, d => d.Variables.Select(v => v.GetProperty("name").GetString()).ToHashSet(), StringComparer.Ordinal);
        var text = File.ReadAllText(Repository.PathOf("alert-rules", file));
        var links = Link.Matches(text).Select(m => m.Groups).ToList();

        Assert.That(links, Has.Count.EqualTo(Alert.Count(text)), "one link an alert");
        using (Assert.EnterMultipleScope())
        {
            foreach (var link in links)
            {
                Assert.That(known.Keys, Does.Contain(link["uid"].Value));
                Assert.That(Variable.Matches(link["query"].Value).Select(m => m.Groups["name"].Value).Distinct(), Is.SubsetOf(known[link["uid"].Value]), link.ToString());
            }
        }
    }

    [GeneratedRegex(@"^\s*-?\s*alert: ", RegexOptions.Multiline)]
    private static partial Regex Alert { get; }

    [GeneratedRegex(@"^\s*dashboard: ['""]?/d/(?<uid>[a-z-]+)(?<query>.*)$", RegexOptions.Multiline)]
    private static partial Regex Link { get; }

    [GeneratedRegex("[?&]var-(?<name>[a-z]+)=")]
    private static partial Regex Variable { get; }
}

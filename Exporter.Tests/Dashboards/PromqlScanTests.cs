namespace Exporter.Tests.Dashboards;

/// <summary>The other tests here are worth what this finds.</summary>
internal sealed class PromqlScanTests
{
    [Test]
    public void Finds_every_selector_with_its_matchers_range_and_function()
    {
        var scan = PromqlScan.Of("""sum by (le, target) (rate(a_bucket{job=~"$job",x="}"}[5m])) / on (target) group_left b + histogram_quantile(0.95, c) > 0""");

        Assert.That(scan.Selectors.Select(s => (s.Metric, s.Range, s.Function)), Is.EqualTo(new[] { ("a_bucket", "5m", "rate"), ("b", (string?)null, ""), ("c", null, "histogram_quantile") }));
        Assert.That(scan.Selectors[0].Has("job", "=~", "$job") && scan.Selectors[0].Has("x", "=", "}"), Is.True);
        Assert.That(scan.GroupingLabels, Is.EqualTo(new[] { "le", "target", "target" }));
    }

    [Test]
    public void Takes_neither_durations_nor_functions_nor_operators_for_metrics()
    {
        var scan = PromqlScan.Of("""time() - (a{x!="y"} unless a offset 2m) and on (x) (b == bool 1) or label_replace(vector(1), "c", "d", "", "")""");

        Assert.That(scan.Selectors.Select(s => s.Metric), Is.EqualTo(new[] { "a", "a", "b" }));
    }

    [TestCase("a{b}")]
    [TestCase("\"open")]
    public void Refuses_what_it_does_not_understand(string expression) =>
        Assert.That(() => PromqlScan.Of(expression), Throws.TypeOf<FormatException>());
}

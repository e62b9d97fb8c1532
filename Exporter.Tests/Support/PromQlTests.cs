namespace Exporter.Tests.Support;

internal sealed class PromQlTests
{
    [Test]
    public void Selectors_are_found_with_their_matchers()
    {
        var found = PromQl.Selectors("""
            sum by (job, le) (rate(a_bucket{job="x",le="3.0"}[5m] offset 1h)) / ignoring (le) group_left (version) b > 2 * time()
            and on (instance) probe:c:mean30m{reason=~"one|two", path!~"/[a-z]{2}"} == 1
            """);

        Assert.That(
            found.Select(s => s.ToString()),
            Is.EqualTo(new[] { """a_bucket{job="x",le="3.0"}""", "b{}", """probe:c:mean30m{reason=~"one|two",path!~"/[a-z]{2}"}""" }));
    }

    [Test]
    public void Selectors_are_found_with_their_range_and_function()
    {
        var found = PromQl.Selectors("""sum by (le, target) (rate(a_bucket{job=~"$job",x="}"}[$__rate_interval])) / on (target) group_left b + max_over_time(c[1h:5m]) > 0""");

        Assert.That(found.Select(s => (s.Metric, s.Range, s.Function)), Is.EqualTo(new[] { ("a_bucket", "$__rate_interval", "rate"), ("b", (string?)null, ""), ("c", null, "max_over_time") }));
    }

    [Test]
    public void Neither_durations_nor_functions_nor_operators_are_metrics()
    {
        var found = PromQl.Selectors("""time() - (a{x!="y"} unless a offset 2m) and on (x) (b == bool 1) or label_replace(vector(1), "c", "d", "", "")""");

        Assert.That(found.Select(s => s.Metric), Is.EqualTo(new[] { "a", "a", "b" }));
    }

    [Test]
    public void Labels_that_are_grouped_by_are_found() =>
        Assert.That(PromQl.GroupingLabels("sum by (le, target) (a) / on (target) group_left b"), Is.EqualTo(new[] { "le", "target", "target" }));

    [TestCase("a{b}")]
    [TestCase("a{b")]
    [TestCase("\"open")]
    public void What_is_not_understood_is_refused(string expression) =>
        Assert.That(() => PromQl.Selectors(expression), Throws.TypeOf<FormatException>());

    [TestCase("a{x=\"1\"} == 0", "a{x=\"1\"} == bool 0")]
    [TestCase("a{x!=\"1\"} > 1 and on (job) b != 2", "a{x!=\"1\"} > bool 1 and on (job) b != bool 2")]
    [TestCase("(a or b) >= 1", "(a and on () b) >= bool 1")]
    [TestCase("absent(up{job=\"x\"})", "count(up{job=\"x\"})")]
    public void Comparisons_become_their_answers(string expression, string expected) =>
        Assert.That(PromQl.WithoutComparisons(expression, out _), Is.EqualTo(expected));

    [Test]
    public void What_unless_takes_away_is_told_apart()
    {
        var rest = PromQl.WithoutComparisons("(a == 0 unless on (job) b > 1) and c unless d", out var takenAway);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(rest, Is.EqualTo("(a == bool 0) and c"));
            Assert.That(takenAway.Select(t => t.Trim()), Is.EqualTo(new[] { "b > bool 1", "d" }));
        }
    }
}

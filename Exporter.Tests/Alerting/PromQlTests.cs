namespace Exporter.Tests.Alerting;

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

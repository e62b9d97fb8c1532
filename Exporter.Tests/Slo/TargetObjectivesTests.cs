using Exporter.Slo;
using Exporter.Slo.Rules;

namespace Exporter.Tests.Slo;

internal sealed class TargetObjectivesTests
{
    private const string Usual = "availability: 99.5%, latency: [ { within: 3s, ratio: 95% } ]";

    [TestCase("availability: 0.995, latency: [ { within: 3000ms, ratio: 0.95 } ]", "15s", true, TestName = "The_digest_is_of_what_is_meant(said in another way)")]
    [TestCase("availability: 99.4%, latency: [ { within: 3s, ratio: 95% } ]", "15s", false, TestName = "The_digest_is_of_what_is_meant(another objective)")]
    [TestCase("availability: 99.5%, latency: [ { within: 4s, ratio: 95% } ]", "15s", false, TestName = "The_digest_is_of_what_is_meant(another threshold)")]
    [TestCase("availability: 99.5%, time_to_first_token: [ { within: 3s, ratio: 95% } ]", "15s", false, TestName = "The_digest_is_of_what_is_meant(another kind)")]
    [TestCase("availability: 99.5%", "15s", false, TestName = "The_digest_is_of_what_is_meant(one less)")]
    [TestCase(Usual, "30s", false, TestName = "The_digest_is_of_what_is_meant(another pace, which changes windows)")]
    public void The_digest_is_of_what_is_meant(string slo, string interval, bool same)
    {
        var usual = TargetObjectives.Of(Rules.Configs.Target(Usual))!.Digest;

        Assert.That(usual, Does.Match("^[0-9a-f]{16}$"));
        Assert.That(TargetObjectives.Of(Rules.Configs.Target(slo, interval))!.Digest == usual, Is.EqualTo(same));
    }

    [Test]
    public void Budgets_have_no_tails() =>
        Assert.That(TargetObjectives.Of(Rules.Configs.Target("availability: 99.5%, error_rate: 0.1%, latency: [ { within: 3s, ratio: 95% } ]"))!.All.Select(static o => (o.Name, o.Ratio, o.Budget)), Is.EqualTo(new[]
        {
            ("availability", 0.995, 0.005),
            ("error_rate", 0.999, 0.001),
            ("latency_3s", 0.95, 0.05),
        }));

    [Test]
    public void One_target_on_two_hosts_is_one_target_and_two_with_one_name_are_a_mistake()
    {
        var a = Read("availability: 99.5%");

        var (targets, problems) = RuleSources.Merge([("a.yaml", a), ("b.yaml", a)]);
        var (_, contradicting) = RuleSources.Merge([("a.yaml", a), ("b.yaml", Read("availability: 99%"))]);

        Assert.That(targets.Select(static t => t.Target), Is.EqualTo(new[] { "llm" }));
        Assert.That(problems, Is.Empty);
        Assert.That(contradicting, Is.EqualTo(new[] { "Target 'llm' has different objectives in a.yaml and b.yaml; give one of the targets another name." }));
    }

    private static Exporter.Configuration.ExporterConfig Read(string slo) => new() { Targets = new([Rules.Configs.Target(slo)]) };
}

using System.Globalization;
using Exporter.Configuration;
using Exporter.Slo;
using Exporter.Slo.Rules;
using Exporter.Tests.Support;

namespace Exporter.Tests.Slo.Rules;

/// <summary>Rules of other configurations than the demo's, at work in promtool: that they are valid says nothing about whether they fire.</summary>
internal sealed class GeneratedRulesTests
{
    /// <summary>Of a label, as the exposition of anybody else's job may have it; in YAML's and promtool's quotes.</summary>
    private const string OddJob = """gpu \"ß\" \\ 模""";

    [Test]
    public Task A_rule_bound_to_a_job_sees_that_job_alone() => CheckAsync(
        Configs.Target("availability: 99.5%"),
        "modelhost",
        [.. Down("modelhost", "a:9860", "llm", "chat"), .. Healthy("modelhost", "b:9860", "llm", "chat"), .. Down("other", "c:9860", "llm", "chat")],
        "instance=\"a:9860\",job=\"modelhost\",slo=\"availability\",target=\"llm\"");

    [Test]
    public Task A_job_may_be_called_anything() => CheckAsync(
        Configs.Target("availability: 99.5%"),
        """gpu "ß" \ 模""",
        [.. Down(OddJob, "a:9860", "llm", "chat"), .. Down("gpu", "b:9860", "llm", "chat")],
        $"instance=\"a:9860\",job=\"{OddJob}\",slo=\"availability\",target=\"llm\"");

    [Test]
    public Task Without_a_job_every_instance_is_judged_by_itself() => CheckAsync(
        Configs.Target("availability: 99.5%"),
        null,
        [.. Down("x", "a:9860", "llm", "chat"), .. Healthy("x", "b:9860", "llm", "chat"), .. Down("y", "a:9860", "llm", "chat")],
        "instance=\"a:9860\",job=\"x\",slo=\"availability\",target=\"llm\"",
        "instance=\"a:9860\",job=\"y\",slo=\"availability\",target=\"llm\"");

    [Test]
    public Task A_name_with_a_dot_is_no_pattern() => CheckAsync(
        Configs.Target("availability: 99.5%", name: "t.a-b_c"),
        null,
        [.. Down("x", "a:9860", "t.a-b_c", "chat"), .. Down("x", "a:9860", "tXa-b_c", "chat")],
        "instance=\"a:9860\",job=\"x\",slo=\"availability\",target=\"t.a-b_c\"");

    [Test]
    public Task Of_two_probes_only_the_one_that_counts_is_counted() => CheckAsync(
        Configs.Target("availability: 99.5%"),
        null,
        [.. Healthy("x", "a:9860", "llm", "chat"), .. Down("x", "a:9860", "llm", "health"), .. Healthy("x", "b:9860", "llm", "health"), .. Down("x", "b:9860", "llm", "chat")],
        "instance=\"b:9860\",job=\"x\",slo=\"availability\",target=\"llm\"");

    [Test]
    public Task An_objective_of_a_half_can_be_missed() => CheckAsync(
        Configs.Target("availability: 50%"),
        null,
        Down("x", "a:9860", "llm", "chat"),
        "instance=\"a:9860\",job=\"x\",slo=\"availability\",target=\"llm\"");

    [Test]
    public Task One_of_four_nines_wakes_nobody() => CheckAsync(Configs.Target("availability: 99.99%"), null, Down("x", "a:9860", "llm", "chat"));

    /// <summary>The alerts that fire after 45 minutes of which the last 35 were an outage, by the labels that tell whose they are.</summary>
    /// <remarks>promtool evaluates the groups of a file in any order, so a value may come a minute late: no verdict hangs on that minute.</remarks>
    private static async Task CheckAsync(TargetConfig target, string? job, IEnumerable<(string Series, string Values)> series, params string[] firing)
    {
        using var folder = new TemporaryFolder();
        folder.Write("slo.yml", RuleFileWriter.Write(RuleFile.Of(TargetObjectives.Of([target]), new RuleOptions { Job = job })));
        var samples = string.Concat(firing.Select(f => string.Create(CultureInfo.InvariantCulture, $"\n          - {{ labels: '{{{f}}}', value: 1 }}")));
        var test = $"""
            rule_files: [slo.yml]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
            {string.Join('\n', series.Select(static s => $"      - {{ series: '{s.Series}', values: '{s.Values}' }}"))}
                promql_expr_test:
                  - expr: count by (job, instance, target, slo) (ALERTS{"{"}alertname="SloBudgetBurnFast",alertstate="firing"{"}"})
                    eval_time: 45m
                    exp_samples: {(firing.Length == 0 ? "[]" : samples)}
            """;

        var outcome = await Promtool.RunAsync("test", "rules", folder.Write("test.yml", test));

        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    private static (string Series, string Values)[] Down(string job, string instance, string target, string probe) =>
    [
        (Requests(job, instance, target, probe, "success"), "0+4x10 40+0x35"),
        (Requests(job, instance, target, probe, "timeout"), "0+0x10 4+4x35"),
    ];

    private static (string Series, string Values)[] Healthy(string job, string instance, string target, string probe) =>
    [
        (Requests(job, instance, target, probe, "success"), "0+4x46"),
        (Requests(job, instance, target, probe, "timeout"), "0+0x46"),
    ];

    private static string Requests(string job, string instance, string target, string probe, string outcome) =>
        $"probe_requests_total{{job=\"{job}\",instance=\"{instance}\",target=\"{target}\",probe=\"{probe}\",outcome=\"{outcome}\"}}";
}

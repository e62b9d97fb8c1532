using Exporter.Demo;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.EndToEnd;

/// <summary>Cases across reloads: counters go on as long as their label sets stay, and a recorded baseline comes into force.</summary>
[Category("EndToEnd")]
internal sealed class QualityReloadTests : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private static readonly (string, string) Target = ("target", "q");

    private readonly DemoModelServer server = new(new DemoServerOptions { Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);

    [SetUp]
    public Task StartServerAsync() => server.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Test]
    public async Task Counters_go_on_with_other_questions_and_begin_anew_with_other_labels()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(Chat("{ input: What is 2+2?, contains: ['4'] }")));
        var before = await daemon.ScrapeUntilAsync(s => Passed(s, "contains") > 0, Bound, "the first case has passed");

        Reload(daemon, Chat("{ input: What is 2+2?, contains: ['4'] }, { input: What is the capital of France?, contains: [Paris] }"));
        var more = await daemon.ScrapeUntilAsync(s => s.Find("probe_quality_dataset_info", Target, ("cases", "2")) == 1, Bound, "the new cases are in force");
        Assert.That(Passed(more, "contains"), Is.GreaterThanOrEqualTo(Passed(before, "contains")), "same labels: the counters go on");
        Assert.That(more.Of("probe_quality_dataset_info", Target).Count(), Is.EqualTo(1), "the old digest is gone");

        Reload(daemon, Chat("{ input: What is 2+2?, equals: '2 + 2 is 4.', query_kind: sum }"));
        var other = await daemon.ScrapeUntilAsync(s => s.Find("probe_quality_cases_total", Target, ("query_kind", "sum")) is not null, Bound, "the new labels are there");
        Assert.That(other.Of("probe_quality_assertions_total", Target, ("assertion", "contains")), Is.Empty, "nothing of the old labels is left");
        await daemon.ScrapeUntilAsync(s => Passed(s, "equals") > 0, Bound, "the new case has passed");
    }

    [Test]
    public async Task A_baseline_that_was_recorded_is_in_force_after_a_reload()
    {
        using var folder = new TemporaryFolder();
        var references = folder.PathOf("references.jsonl");
        var target = $$"""
              - name: q
                url: {{server.BaseAddress}}
                model: demo-model
                probes: [{ type: openai-embeddings, name: e, interval: 1s, timeout: 900ms, expect: { normalized: false }, quality: { cases: [{ input: warm }]BASELINE } }]

            """;
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(target.Replace("BASELINE", "", StringComparison.Ordinal)));
        await daemon.ScrapeUntilAsync(s => s.Find("probe_success", Target) == 1, Bound, "the target is probed");

        daemon.Edit(Configs.With(target.Replace("BASELINE", $", baseline_file: {references}", StringComparison.Ordinal)));
        var recorded = await DaemonProcessUnderTest.RunToEndAsync("probe", "q/e", "--record-baseline", $"--config.file={daemon.ConfigPath}");
        daemon.Process.Send(Signal.Hangup);

        Assert.That(recorded.ExitCode, Is.Zero, recorded.ToString());
        var judged = await daemon.ScrapeUntilAsync(s => Passed(s, "embedding") > 0, Bound, "vectors are held to the reference");
        Assert.That(judged.Value("probe_quality_embedding_similarity_count", Target), Is.Positive);
    }

    [Test]
    public async Task A_file_of_cases_that_is_edited_is_taken_over_by_itself_and_a_broken_line_is_told_with_its_number()
    {
        using var folder = new TemporaryFolder();
        var cases = folder.Write("cases.jsonl", """{"input":"What is 2+2?","contains":["4"]}""" + "\n");
        var target = Chat("").Replace("cases: []", $"cases_file: {cases}", StringComparison.Ordinal);
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(target), "--config.auto-reload");
        var before = await daemon.ScrapeUntilAsync(s => Passed(s, "contains") > 0, Bound, "the first case has passed");

        folder.Write("cases.jsonl", """{"input":"What is 2+2?","contains":["4"]}""" + "\n" + """{"input":"What is the capital of France?","contains":["Paris"]}""" + "\n");
        var more = await daemon.ScrapeUntilAsync(s => s.Find("probe_quality_dataset_info", Target, ("cases", "2")) == 1, Bound, "the new cases are in force");
        folder.Write("cases.jsonl", """{"input":"What is 2+2?","contians":["4"]}""" + "\n");
        await daemon.ScrapeUntilAsync(s => s.Value("modelhost_exporter_config_last_reload_successful") == 0, Bound, "the broken file is refused");

        Assert.That(Passed(more, "contains"), Is.GreaterThanOrEqualTo(Passed(before, "contains")), "same labels: the counters go on");
        await Eventually.That(
            () => daemon.Log.Any(l => l.Contains("quality.cases_file: line 1: contians: unknown key (did you mean 'contains'?)", StringComparison.Ordinal)),
            Bound,
            () => daemon.Process.Said);
    }

    private string Chat(string cases) => $$"""
          - name: q
            url: {{server.BaseAddress}}
            model: demo-model
            probes: [{ type: openai-chat, name: c, interval: 1s, timeout: 900ms, quality: { cases: [{{cases}}] } }]

        """;

    private static void Reload(DaemonProcessUnderTest daemon, string target)
    {
        daemon.Edit(Configs.With(target));
        daemon.Process.Send(Signal.Hangup);
    }

    private static double Passed(MetricSamples samples, string assertion) =>
        samples.Find("probe_quality_assertions_total", Target, ("assertion", assertion), ("result", "pass")) ?? 0;
}

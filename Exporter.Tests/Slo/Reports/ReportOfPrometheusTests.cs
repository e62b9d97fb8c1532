using System.Globalization;
using System.Text.Json;
using Exporter.Tests.Support;

namespace Exporter.Tests.Slo.Reports;

/// <summary>The report of a real Prometheus with a history of seven days, of which everything is known.</summary>
[Category("EndToEnd")]
internal sealed class ReportOfPrometheusTests
{
    private const int Minutes = 7 * 24 * 60;
    private static readonly DateTimeOffset Start = new(2024, 2, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private static PrometheusServer? prometheus;

    [OneTimeSetUp]
    public static async Task StartPrometheus()
    {
        var history = new History(Start, Minutes);
        foreach (var instance in new[] { "a:9860", "b:9860" })
        {
            var of = $"job=\"modelhost\",instance=\"{instance}\",target=\"llm\"";

            // Four probes a minute; one in 400 times out, and of 20 answers one is slow.
            history
                .Counter("probe_requests", $"probe_requests_total{{{of},probe=\"chat\",outcome=\"success\"}}", Successes)
                .Counter("probe_requests", $"probe_requests_total{{{of},probe=\"chat\",outcome=\"timeout\"}}", m => 4 - Successes(m))
                .Counter("probe_requests", $"probe_requests_total{{{of},probe=\"chat\",outcome=\"invalid\"}}", _ => 0)
                .Counter("probe_requests", $"probe_requests_total{{{of},probe=\"health\",outcome=\"timeout\"}}", _ => 4)
                .Counter("fast", $"probe_request_duration_seconds_bucket{{{of},probe=\"chat\",le=\"3.0\"}}", m => Successes(m) - (m % 5 == 1 ? 1 : 0))
                .Gauge("slo:objective:ratio", $"slo:objective:ratio{{{of.Replace("target", "slo=\"availability\",target", StringComparison.Ordinal)}}}", _ => 0.995)
                .Gauge("slo:sli_total:increase5m", $"slo:sli_total:increase5m{{{of},slo=\"availability\"}}", _ => 20)
                .Gauge("slo:sli_bad:increase5m", $"slo:sli_bad:increase5m{{{of},slo=\"availability\"}}", _ => 0.05);
        }

        // A target that is new, and one that never succeeded.
        history
            .Counter("probe_requests", "probe_requests_total{job=\"modelhost\",instance=\"a:9860\",target=\"new\",probe=\"chat\",outcome=\"success\"}", m => m > Minutes - 60 ? 4 : 0)
            .Counter("probe_requests", "probe_requests_total{job=\"modelhost\",instance=\"a:9860\",target=\"never\",probe=\"chat\",outcome=\"connect_error\"}", _ => 4);

        // One that is asked every twenty minutes, as its rules recorded it: a probe in one of four windows of five minutes.
        const string rare = "{job=\"modelhost\",instance=\"a:9860\",target=\"rare\",slo=\"availability\"}";
        history
            .Gauge("slo:objective:ratio", $"slo:objective:ratio{rare}", _ => 0.95)
            .Gauge("slo:probe_interval:seconds", "slo:probe_interval:seconds{target=\"rare\"}", _ => 1200)
            .Gauge("slo:sli_total:increase5m", $"slo:sli_total:increase5m{rare}", m => m % 20 < 5 ? 1 : 0)
            .Gauge("slo:sli_bad:increase5m", $"slo:sli_bad:increase5m{rare}", _ => 0);
        prometheus = await PrometheusServer.StartOnAsync(history.ToString());
    }

    [TearDown]
    public void Delete() => folder.Dispose();

    [OneTimeTearDown]
    public static async Task StopPrometheus()
    {
        if (prometheus is not null)
        {
            await prometheus.DisposeAsync();
        }
    }

    [Test]
    public async Task What_was_kept_and_what_was_not_is_counted_from_the_series_of_the_probes()
    {
        var (code, output, error) = await SlaAsync("--config.file", Config("llm", "availability: 99.5%, error_rate: 0.1%, latency: [ { within: 3s, ratio: 95% } ]"));

        Assert.That(error, Is.Empty);
        Assert.That(Rows(output), Is.EqualTo(new[]
        {
            // Two hosts, 7 days, 4 a minute: 80640 probes, a 400th of them failed.
            "llm availability 99.5% 99.749% 49.9% - 24.1% 806xx met",
            "llm error_rate 99.9% 100% 100% - 24.1% 804xx met",
            "llm latency_3s 95% 94.749% -5.1% - 24.1% 806xx VIOLATED",
        }));
        Assert.That(output, Does.StartWith("Service level objectives, 2024-02: 2024-02-01 00:00 to 2024-03-01 00:00 UTC\n").And.EndWith("\n2 met, 1 VIOLATED.\n"));
        Assert.That(code, Is.EqualTo(1));
    }

    [Test]
    public async Task All_met_is_exit_code_0()
    {
        var (code, output, _) = await SlaAsync("--config.file", Config("llm", "availability: 99.5%, latency: [ { within: 3s, ratio: 90% } ]"));

        Assert.That(code, Is.Zero, output);
    }

    [Test]
    public async Task A_target_that_is_new_cannot_be_judged_yet()
    {
        var (code, output, _) = await SlaAsync("--config.file", Config("new", "availability: 99.5%, error_rate: 0.1%"));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Does.Match("new +availability .*not enough probes to tell \\(takes 2000\\)\n").And.Contain("not enough probes to tell (takes 10000)"));
    }

    [Test]
    public async Task A_target_that_never_succeeded_is_not_mute()
    {
        var (code, output, _) = await SlaAsync("--config.file", Config("never", "availability: 99.5%, latency: [ { within: 3s, ratio: 95% } ]"));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(Rows(output), Has.All.EndsWith("VIOLATED").And.Exactly(2).Matches<string>(static r => r.Contains(" 0% ", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_target_that_nobody_knows_has_no_data()
    {
        var (code, output, _) = await SlaAsync("--config.file", Config("gone", "availability: 99.5%"));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(Rows(output), Is.EqualTo(new[] { "gone availability 99.5% - - - - - no data" }));
    }

    [Test]
    public async Task Without_a_configuration_it_reports_what_the_rules_recorded()
    {
        var (code, output, error) = await SlaAsync("--format", "json");

        using var report = JsonDocument.Parse(output);
        var row = report.RootElement.GetProperty("objectives").EnumerateArray().Single(static o => o.GetProperty("target").GetString() == "llm");
        Assert.That((code, error), Is.EqualTo((0, "")));
        Assert.That(report.RootElement.GetProperty("verdict").GetString(), Is.EqualTo("met"));
        Assert.That((row.GetProperty("target").GetString(), row.GetProperty("slo").GetString(), row.GetProperty("verdict").GetString()), Is.EqualTo(("llm", "availability", "met")));
        Assert.That(row.GetProperty("good_ratio").GetDouble(), Is.EqualTo(0.9975).Within(1e-6));
        Assert.That(row.GetProperty("burn_rate_now").ValueKind, Is.EqualTo(JsonValueKind.Null), "the month is over");
        Assert.That(row.GetProperty("measured_ratio").GetDouble(), Is.EqualTo(7.0 / 29).Within(0.01));
    }

    [Test]
    public async Task A_probe_that_is_rare_was_measured_all_the_time_nevertheless()
    {
        var (_, output, _) = await SlaAsync("--format", "json");

        using var report = JsonDocument.Parse(output);
        var row = report.RootElement.GetProperty("objectives").EnumerateArray().Single(static o => o.GetProperty("target").GetString() == "rare");
        Assert.That(row.GetProperty("probes").GetDouble(), Is.EqualTo(7 * 24 * 3).Within(2));
        Assert.That(row.GetProperty("measured_ratio").GetDouble(), Is.EqualTo(7.0 / 29).Within(0.01));
    }

    [Test]
    public async Task A_window_up_to_now_without_data_says_what_to_do()
    {
        var (code, output, error) = await RunAsync("--prometheus", prometheus!.Address.ToString(), "--window", "1h");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Does.EndWith("No objectives found.\n"));
        Assert.That(error, Does.Contain("Load what 'modelhost-exporter rules' writes, or give --config.file."));
    }

    [Test]
    public async Task Markdown_is_a_table_for_a_page()
    {
        var (_, output, _) = await SlaAsync("--format", "markdown", "--config.file", Config("llm", "availability: 99.5%"));

        Assert.That(output, Does.StartWith("## Service level objectives, 2024-02: ").And.Contain("\n| target | objective | promised |").And.Contain("\n| --- | --- | --: |").And.Contain("\n| llm | availability | 99.5% | 99.749% | 49.9% |"));
    }

    private static double Successes(int minute) => minute % 100 == 50 ? 3 : 4;

    /// <summary>Cells with one blank between them; the last two digits of a count are extrapolation.</summary>
    private static IEnumerable<string> Rows(string output) => output.Split('\n').Skip(3).TakeWhile(static l => l.Length > 0)
        .Select(static l => System.Text.RegularExpressions.Regex.Replace(System.Text.RegularExpressions.Regex.Replace(l, " +", " "), @"(?<= \d{3})\d\d(?= )", "xx"));

    private string Config(string target, string slo) => folder.Write("exporter.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
        targets:
          - name: {{target}}
            url: http://127.0.0.1:1
            model: m
            probes: [ { type: openai-chat, name: chat }, { type: http, name: health } ]
            slo: { probe: chat, {{slo}} }
        """));

    private Task<(int Code, string Output, string Error)> SlaAsync(params string[] arguments) =>
        RunAsync(["--prometheus", prometheus!.Address.ToString(), "--month", "2024-02", .. arguments]);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["sla", .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }
}

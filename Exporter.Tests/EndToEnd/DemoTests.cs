using System.Diagnostics;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

[Category("EndToEnd")]
internal sealed class DemoTests
{
    private static readonly string[] Halves = ["hw_gpu_utilization_ratio", "system_cpu_time_seconds_total", "probe_success"];

    [Test]
    public async Task Serves_gpu_host_and_probe_series_within_ten_seconds_of_its_start()
    {
        var started = Stopwatch.GetTimestamp();
        await using var demo = await DaemonProcessUnderTest.StartDemoAsync();

        var samples = await demo.ScrapeUntilAsync(
            s => Halves.All(h => s.Of(h).Any()) && s.Of("probe_info").Count() == s.Of("probe_success").Count(p => p.Value == 1),
            TimeSpan.FromSeconds(10) - Stopwatch.GetElapsedTime(started),
            "all three halves are served and every probe succeeds");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(samples.Of("hw_gpu_info").Select(s => s.Labels["hw_model"]), Is.EqualTo(new[] { "simulated", "simulated" }), "simulated readings say so");
            Assert.That(samples.Of("probe_success").Count(), Is.GreaterThanOrEqualTo(5), "chat, completion in one piece, embeddings, rerank, predict");
        }
    }

    [Test]
    public async Task Once_prints_one_exposition_that_promtool_finds_nothing_wrong_with()
    {
        var outcome = await DaemonProcessUnderTest.RunToEndAsync("demo", "--once", "--web.listen-address=127.0.0.1:0", "--demo.port=0");

        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        var samples = MetricSamples.Parse(outcome.Output);
        Assert.That(Halves.Where(h => !samples.Of(h).Any()), Is.Empty, "each half of the mission is there");

        var check = await Promtool.CheckMetricsAsync(OwnFamilies(outcome.Output));
        Assert.That((check.ExitCode, check.Output, check.Error), Is.EqualTo((0, "", "")), "promtool check metrics");
    }

    /// <summary>Without the families that the demo passes on from its model server: those are called as the server calls them.</summary>
    private static string OwnFamilies(string exposition) =>
        string.Concat(exposition.Split('\n').Where(line => !line.TrimStart('#').Split(' ', 4).Any(word => word.StartsWith("vllm:", StringComparison.Ordinal))).Select(line => line + "\n"));
}

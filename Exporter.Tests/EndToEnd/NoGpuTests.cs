using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

[Category("EndToEnd")]
internal sealed class NoGpuTests
{
    // A library that exists nowhere: the outcome is the same on a machine that has a GPU.
    private const string Config = """
        listen: { address: 127.0.0.1:0 }
        gpu: { enabled: auto, library: /nonexistent/libnvidia-ml.so.1 }
        """;

    [Test]
    public async Task Without_a_driver_the_daemon_runs_on_and_says_why_in_one_line_and_one_series()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Config);

        var samples = await daemon.ScrapeUntilAsync(
            s => s.Find("modelhost_exporter_collector_up", ("collector", "gpu")) == 0 && s.Of("system_cpu_time_seconds_total").Any(),
            TimeSpan.FromSeconds(10),
            "the GPU collector is known not to work and the host is read");

        var failing = samples.Of("modelhost_exporter_collector_failing", ("collector", "gpu"), ("gpu", "")).ToList();
        var lines = daemon.Log.Where(l => l.Contains("area=Gpu", StringComparison.Ordinal) || l.Contains("area=Nvml", StringComparison.Ordinal)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failing, Has.Count.EqualTo(1));
            Assert.That(failing.Select(f => f.Value), Is.All.EqualTo(1));
            Assert.That(failing.Select(f => f.Labels["reason"]), Is.All.Matches("^[a-z0-9_]+$"), "a closed word, no message");
            Assert.That(lines, Has.Count.EqualTo(1), "one line says why");
            Assert.That(lines, Has.All.Contains("/nonexistent/libnvidia-ml.so.1"));
            Assert.That(samples.All.Select(s => s.Name), Has.None.StartsWith("hw_"), "absent beats wrong");
        }
    }
}

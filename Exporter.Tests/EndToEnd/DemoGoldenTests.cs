using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

/// <summary>
/// Every name, type, unit, label and bucket boundary that a running daemon publishes. A difference is a change of the contract:
/// look at it, and if it is meant, run this test with UPDATE_GOLDEN=1 and commit the file.
/// </summary>
[Category("EndToEnd")]
internal sealed class DemoGoldenTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);
    private static readonly string Golden = Repository.PathOf("Exporter.Tests", "Fixtures", "Golden", "demo.masked.txt");

    [Test]
    public async Task The_demo_publishes_what_the_golden_file_says()
    {
        var expected = File.Exists(Golden) ? await File.ReadAllLinesAsync(Golden) : [];
        var isUpdate = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
        await using var demo = await DaemonProcessUnderTest.StartDemoAsync();
        await demo.ScrapeUntilAsync(IsComplete, Bound, "everything is published once");

        var lines = await MaskedAsync(demo);
        if (isUpdate)
        {
            // What this host lacks was seen on another one.
            await File.WriteAllLinesAsync(Golden, lines.Concat(expected.Where(ExpositionMask.IsOptional).Except(lines)));
            return;
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Except(expected), Is.Empty, "published, but not in the golden file");
            Assert.That(expected.Except(lines).Where(l => !ExpositionMask.IsOptional(l)), Is.Empty, "in the golden file, but not published");
        }
    }

    /// <summary>Every probe succeeded, the GPUs were read and the host was read twice: some series need two readings.</summary>
    private static bool IsComplete(MetricSamples samples) =>
        samples.Of("probe_info").Any()
        && samples.Of("probe_info").Count() == samples.Of("probe_success").Count(s => s.Value == 1)
        && samples.Of("hw_power_watts").Count() == 2
        && samples.Find("system_cpu_utilization_ratio") is not null;

    private static async Task<IReadOnlyList<string>> MaskedAsync(DaemonProcessUnderTest demo) =>
        ExpositionMask.Of(MetricSamples.Parse(await demo.GetAsync("/metrics", "application/openmetrics-text;version=1.0.0")));
}

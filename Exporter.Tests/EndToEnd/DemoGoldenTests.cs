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

    private static bool Rewrites => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    [Test]
    public async Task The_demo_publishes_what_the_golden_file_says()
    {
        var expected = File.Exists(Golden) ? await File.ReadAllLinesAsync(Golden) : [];
        IReadOnlyList<string> lines = [];
        await using var demo = await DaemonProcessUnderTest.StartDemoAsync();

        await Eventually.That(
            async () =>
            {
                var samples = MetricSamples.Parse(await demo.GetAsync("/metrics", "application/openmetrics-text;version=1.0.0"));
                lines = ExpositionMask.Of(samples);
                return IsComplete(samples) && (Rewrites || Differences(lines, expected).Length == 0);
            },
            Bound,
            () => $"what is published is what {Golden} says\n{Differences(lines, expected)}");

        if (Rewrites)
        {
            // What this host lacks was seen on another one.
            Directory.CreateDirectory(Path.GetDirectoryName(Golden)!);
            await File.WriteAllLinesAsync(Golden, lines.Concat(expected.Where(ExpositionMask.IsOptional).Except(lines)));
        }
    }

    /// <summary>Every probe succeeded and none runs now, the GPUs were read and the host was read twice: some series need two readings, some are there only while a probe runs.</summary>
    private static bool IsComplete(MetricSamples samples) =>
        samples.Of("probe_info").Any()
        && samples.Of("probe_info").Count() == samples.Of("probe_success").Count(s => s.Value == 1)
        && samples.Of("probe_in_flight").All(s => s.Value == 0)
        && samples.Of("hw_power_watts").Count() == 2
        && samples.Find("system_cpu_utilization_ratio") is not null;

    private static string Differences(IReadOnlyList<string> lines, string[] expected) => string.Join(
        '\n',
        lines.Except(expected).Select(l => $"published, but not in the file: {l}")
            .Concat(expected.Except(lines).Where(l => !ExpositionMask.IsOptional(l)).Select(l => $"in the file, but not published: {l}")));
}

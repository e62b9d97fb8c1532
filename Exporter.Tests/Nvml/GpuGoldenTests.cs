using System.Text;
using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Exporter.Gpu.Metrics;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.Nvml;

/// <summary>
/// What each card under each driver publishes and what it must not publish, from the library to the exposition, in a golden file for
/// each. A difference is a change that somebody's dashboard sees; UPDATE_GOLDEN=1 writes the files anew.
/// </summary>
internal sealed class GpuGoldenTests
{
    private const string AbsentHead = "## must be absent";

    /// <summary>Until everything is there when a file is written: two looks at the performance counters, events.</summary>
    private static readonly TimeSpan settleTime = TimeSpan.FromSeconds(2);

    private static readonly string folder = Repository.PathOf("Exporter.Tests", "Fixtures", "Golden", "gpu");

    [TestCaseSource(typeof(GpuScenarios), nameof(GpuScenarios.All))]
    public async Task A_scenario_publishes_what_its_file_says(GpuScenario scenario)
    {
        var path = Path.Combine(folder, scenario.FileName);
        var expected = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        using var fake = new FakeNvml(scenario.Missing);
        fake.Play(scenario.Lines);
        await using var gpus = new RunningGpus(fake);
        using var metrics = new GpuMetrics(gpus.Collection);
        using var pipeline = new MetricsPipeline(
            new MetricsPipelineOptions { MeterNames = [GpuMetrics.MeterName], CardinalityLimit = GpuMetrics.CardinalityLimit, SnapshotAge = TimeSpan.Zero },
            TimeProvider.System,
            NullLogger.Instance);
        RunningGpus.Eventually(() => gpus.Collection.Read() is [{ Snapshot: not null }]);
        if (scenario.Later.Length > 0)
        {
            RunningGpus.Eventually(() => fake.CountOf("nvmlDeviceRegisterEvents", 0) == 1);
            fake.Play([.. scenario.Lines, .. scenario.Later]);
        }

        var text = "";
        var started = TimeProvider.System.GetTimestamp();
        await Eventually.That(
            async () =>
            {
                text = Describe(MetricSamples.Parse(await ScrapeAsync(pipeline)));
                return GoldenFile.Rewrites ? TimeProvider.System.GetElapsedTime(started) > settleTime : text == expected;
            },
            TimeSpan.FromSeconds(20),
            () => $"it publishes what {path} says\n{text}");

        Directory.CreateDirectory(folder);
        GoldenFile.Check(text, path);
    }

    [Test]
    public void Every_series_of_the_contract_is_in_some_file()
    {
        var everywhere = GpuScenarios.All
            .Select(scenario => File.ReadAllText(Path.Combine(folder, scenario.FileName)).Split(AbsentHead + "\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Aggregate((IEnumerable<string>)GpuSeriesContract.All.Select(Line), (absent, next) => absent.Intersect(next));

        Assert.That(everywhere, Is.Empty);
    }

    [Test]
    public void Every_metric_of_the_catalogue_is_in_the_contract()
    {
        var names = GpuSeriesContract.All.Select(series => series.Name).ToHashSet();

        Assert.That(GpuMetricCatalog.Rows.Where(row => !names.Any(name => name.StartsWith(row.Name.Replace('.', '_'), StringComparison.Ordinal))).Select(row => row.Name), Is.Empty);
    }

    [Test]
    public void No_file_is_left_of_a_scenario_that_is_no_more() =>
        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(GpuScenarios.All.Select(scenario => scenario.FileName)));

    private static string Describe(MetricSamples samples)
    {
        var absent = GpuSeriesContract.All.Where(series => !samples.Of(series.Name, series.Label.Length == 0 ? [] : [(series.Label, series.Value)]).Any());
        return string.Concat(ExpositionMask.Of(samples).Where(line => line.Contains("hw_", StringComparison.Ordinal)).Append(AbsentHead).Concat(absent.Select(Line)).Select(line => line + "\n"));
    }

    private static string Line((string Name, string Label, string Value) series) => series.Label.Length == 0 ? series.Name : $"{series.Name} {series.Label}={series.Value}";

    private static async Task<string> ScrapeAsync(MetricsPipeline pipeline)
    {
        var result = await pipeline.ScrapeAsync(ExpositionFormat.OpenMetrics, gzip: false, Timeout.InfiniteTimeSpan, CancellationToken.None);
        using var body = result.Body ?? throw new AssertionException($"The scrape failed: {result.Failure}.");
        return Encoding.UTF8.GetString(body.Bytes.Span);
    }
}

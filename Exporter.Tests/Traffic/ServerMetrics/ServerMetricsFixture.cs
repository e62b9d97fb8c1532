using Exporter.Configuration.Traffic;
using Exporter.Tests.Gpu.Metrics;
using Exporter.Tests.Support;
using Exporter.Traffic.Logs;
using Exporter.Traffic.ServerMetrics;

namespace Exporter.Tests.Traffic.ServerMetrics;

/// <summary>The collection under test, on a clock of the test's, and what is read of it.</summary>
internal abstract class ServerMetricsFixture
{
    protected readonly ManualTimeProvider time = new();
    protected readonly RecordingLogger logger = new();
    protected ServerMetricsCollection servers = null!;

    protected readonly List<(string Target, OwnRequest Request)> sent = [];

    [SetUp]
    public void Create() => servers = new ServerMetricsCollection(static _ => throw new NotSupportedException(), time, logger, (target, request) => sent.Add((target, request)));

    [TearDown]
    public async Task StopAsync() => await servers.DisposeAsync();

    protected static ServerMetricsTarget Target(string name, Uri url, RelayConfig? relay = null) => new(name, url, null, relay ?? new RelayConfig());

    protected Task ConfigureAsync(params ServerMetricsTarget[] targets) => servers.ConfigureAsync(new ServerMetricsOptions { Targets = new(targets) });

    /// <summary>Lets every target be read for the first time.</summary>
    protected async Task ReadAsync(params ServerMetricsTarget[] targets)
    {
        await ConfigureAsync(targets);
        servers.Start();
        await TickAsync(TimeSpan.FromSeconds(14), targets.Length);
        await Eventually.IsTrueAsync(() => servers.Last.Count() == targets.Length, "every target was read once");
    }

    /// <summary>Lets the one target be read again.</summary>
    /// <param name="until">A series that is there afterwards.</param>
    protected async Task ReadAgainAsync(string? until = null)
    {
        var before = servers.Last.Single();
        await TickAsync(TimeSpan.FromSeconds(15));
        await Eventually.IsTrueAsync(() => !ReferenceEquals(servers.Last.Single(), before), "it was read again");
        Assert.That(until is null || Observe().Contains(until), until);
    }

    protected async Task TickAsync(TimeSpan by, int loops = 1)
    {
        await time.WaitForTimersAsync(loops);
        time.Advance(by);
    }

    /// <summary>Every series, as <c>name{label=value,…} value</c>.</summary>
    protected List<string> Observe()
    {
        using var metrics = new ServerMetricsMetrics(servers);
        using var observed = new ObservedMeter(metrics.Meter);
        return [.. observed.Observe().Select(static series => series.Replace("\"", "", StringComparison.Ordinal))];
    }
}

using System.Diagnostics.Metrics;
using Exporter.Configuration;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Publishes what the targets' own metrics say, in one language for all servers, and how the reading goes.</summary>
internal sealed class ServerMetricsMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.target.server";

    private const int MaxTargets = 1024;

    private readonly Meter meter = new(MeterName);
    private readonly ServerMetricsCollection servers;

    public ServerMetricsMetrics(ServerMetricsCollection servers)
    {
        this.servers = servers;
        CreateCommon();
        CreateReading();
    }

    public static int CardinalityLimit(Instrument instrument) => instrument.Name switch
    {
        "target.tokens" => MaxTargets * 3,
        "target.metrics.failing" => MaxTargets * 7,
        "target.server.info" => MaxTargets * 4,
        _ => MaxTargets,
    };

    /// <summary>For the tests: what is published by just this object.</summary>
    internal Meter Meter => meter;

    public void Dispose() => meter.Dispose();

    private void CreateCommon()
    {
        meter.CreateObservableGauge("target.requests.running", () => Observe(r => r.Running), "{request}", "Requests that the server works on, as it says.");
        meter.CreateObservableGauge("target.requests.waiting", () => Observe(r => r.Waiting), "{request}", "Requests that wait in the server's queue, as it says.");
        meter.CreateObservableGauge("target.kv_cache.utilization", () => Observe(r => r.KvCacheUtilization), "1", "Share of the key-value cache that is used, as the server says; the worst of several engines.");
        meter.CreateObservableCounter("target.tokens", Tokens, "{token}", "Tokens since the server's start, as it counts them; cached ones are part of the input.");
        meter.CreateObservableCounter("target.heartbeat", () => Observe(r => r.Heartbeat), "{step}", "Steps of the server's engine since its start: while requests run, this must grow.");
        meter.CreateObservableGauge("target.server.info", Info, description: "Always 1; which program serves the target, as far as it tells.");
    }

    private void CreateReading()
    {
        meter.CreateObservableGauge("target.metrics.up", () => ObserveLast(s => s.Failure is null ? 1 : 0), description: "Whether the last reading of the target's own metrics succeeded (1) or not (0); it says nothing about the target.");
        meter.CreateObservableGauge("target.metrics.failing", Failing, description: "1 for the reason for which the target's own metrics could not be read; absent while they can.");
        meter.CreateObservableGauge("target.metrics.duration", () => ObserveLast(s => s.Duration.TotalSeconds), "s", "Duration of the last reading of the target's own metrics.");
        meter.CreateObservableGauge("target.metrics.series", () => ObserveFresh(s => s.Series), "{series}", "Series in the target's own metrics.");
        meter.CreateObservableGauge("target.metrics.series_left_out", () => ObserveFresh(s => s.LeftOut), "{series}", "Series that would be passed on but for max_series.");
        meter.CreateObservableCounter("target.metrics.broken_lines", () => ObserveLast(s => s.BrokenLines), "{line}", "Lines of the target's own metrics that could not be read.");
    }

    private IEnumerable<Measurement<double>> Observe(Func<ServerReading, double?> value)
    {
        foreach (var scrape in servers.Fresh)
        {
            if (value(scrape.Reading!) is { } known)
            {
                yield return new(known, Label("target", scrape.Target));
            }
        }
    }

    private IEnumerable<Measurement<double>> Tokens()
    {
        foreach (var scrape in servers.Fresh)
        {
            foreach (var (type, value) in new[] { ("input", scrape.Reading!.InputTokens), ("output", scrape.Reading.OutputTokens), ("cached", scrape.Reading.CachedTokens) })
            {
                if (value is { } known)
                {
                    yield return new(known, Label("target", scrape.Target), Label("token_type", type));
                }
            }
        }
    }

    private IEnumerable<Measurement<int>> Info()
    {
        foreach (var scrape in servers.Fresh)
        {
            if (scrape.Reading is { Server: { } server } reading)
            {
                yield return new(
                    1,
                    Label("target", scrape.Target),
                    Label("server", ServerKindNames.NameOf(server)),
                    Label("version", reading.Version ?? ""),
                    Label("model", reading.Model ?? ""));
            }
        }
    }

    private IEnumerable<Measurement<int>> Failing()
    {
        foreach (var scrape in servers.Last)
        {
            if (scrape.Failure is { } reason)
            {
                yield return new(1, Label("target", scrape.Target), Label("reason", reason.Label()));
            }
        }
    }

    private IEnumerable<Measurement<double>> ObserveLast(Func<ServerScrape, double> value) => servers.Last.Select(s => new Measurement<double>(value(s), Label("target", s.Target)));

    private IEnumerable<Measurement<double>> ObserveFresh(Func<ServerScrape, double> value) => servers.Fresh.Select(s => new Measurement<double>(value(s), Label("target", s.Target)));

    private static KeyValuePair<string, object?> Label(string key, string value) => new(key, value);
}

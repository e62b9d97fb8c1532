using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Exporter.Exposition.Push;

/// <summary>
/// Pushes the same metrics to a collector, on a thread of its own. It has its own provider: neither its pace nor a collector
/// that hangs can be felt at a scrape, and the second view that native histograms need never reaches the collector as a second metric.
/// </summary>
/// <remarks>Observable callbacks are therefore run by two threads, which is harmless as long as they read ready snapshots only.</remarks>
internal sealed class OtlpPush : IDisposable
{
    /// <summary>How long stopping waits for the last push.</summary>
    public static readonly TimeSpan StopBound = TimeSpan.FromSeconds(3);

    /// <summary>How long one push may take.</summary>
    private static readonly TimeSpan MaxPushTime = TimeSpan.FromSeconds(10);

    private const string SignalPath = "/v1/metrics";

    private readonly MeterProvider provider;
    private readonly ILogger logger;

    public OtlpPush(OtlpPushOptions options, MeterProviderBuilder configured, ILogger logger)
    {
        this.logger = logger;
        var timeout = options.Interval < MaxPushTime ? options.Interval : MaxPushTime;
        var exporter = new OtlpMetricExporter(new OtlpExporterOptions
        {
            Protocol = OtlpExportProtocol.HttpProtobuf,
            Endpoint = SignalEndpoint(options.Endpoint),

            // Whatever the environment says about headers: ours are on the client, since this text has no way to say a comma.
            Headers = null,
            HttpClientFactory = () => NewClient(options, timeout),
            TimeoutMilliseconds = (int)timeout.TotalMilliseconds,
        });
        var reader = new PeriodicExportingMetricReader(exporter, (int)options.Interval.TotalMilliseconds, (int)timeout.TotalMilliseconds)
        {
            TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
        };
        provider = configured.AddReader(reader).Build();
    }

    /// <summary>Sends what there is once more and stops; a collector that does not answer is left behind after <see cref="StopBound"/>.</summary>
    public void Dispose()
    {
        if (!Task.Run(provider.Dispose).Wait(StopBound))
        {
            Log.PushStopBoundHit(logger, StopBound);
        }
    }

    private static HttpClient NewClient(OtlpPushOptions options, TimeSpan timeout)
    {
        // A proxy of the environment is the way out of this host: a collector on the host itself is never behind it.
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = !options.Endpoint.IsLoopback }) { Timeout = timeout };
        foreach (var (name, value) in options.Headers)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        return client;
    }

    private static Uri SignalEndpoint(Uri endpoint)
    {
        var path = endpoint.AbsolutePath.TrimEnd('/');
        return path.EndsWith(SignalPath, StringComparison.Ordinal) ? endpoint : new UriBuilder(endpoint) { Path = path + SignalPath }.Uri;
    }
}

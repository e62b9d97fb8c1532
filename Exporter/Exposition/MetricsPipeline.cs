using System.Diagnostics.Metrics;
using Exporter.Exposition.Collection;
using Exporter.Exposition.Negotiation;
using Exporter.Exposition.Push;
using Exporter.Exposition.Relay;
using Exporter.Exposition.Scraping;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Exporter.Exposition;

/// <summary>
/// From the process's meters to the bytes of a scrape, and on request to a collector. Everything else only makes meters.
/// </summary>
/// <remarks>
/// <para>Thread-safe. Observable callbacks run on a pool thread, one collection at a time; with a push configured also on its thread.</para>
/// <para>Make it before anything is counted: the SDK sees only what is recorded after its provider is built, so a counter set to zero earlier does not appear.</para>
/// <para>A callback must read memory only: one that hangs cannot be interrupted, and every scrape then ends at its deadline.</para>
/// </remarks>
internal sealed class MetricsPipeline : IDisposable
{
    private readonly ScrapeMetrics metrics = new();
    private readonly SdkDiagnostics diagnostics;
    private readonly MeterProvider provider;
    private readonly OtlpPush? push;
    private readonly ScrapeGate gate;
    private readonly TimeProvider time;

    public MetricsPipeline(MetricsPipelineOptions options, TimeProvider time, ILogger logger)
    {
        this.time = time;
        diagnostics = new SdkDiagnostics(time, logger);
        var views = new StreamViews(options.CardinalityLimit, metrics.Meter, logger);
        var catalog = new FamilyCatalog();
        var drops = new DropLedger(metrics.DroppedSeries, logger);
        var collector = new SnapshotCollector(options.ResourceAttributes, catalog, new RelayedGroups(options.Relayed, catalog, drops), drops);
        provider = Configured(options, views, options.NativeHistograms)
            .AddReader(new BaseExportingMetricReader(collector) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative })
            .Build();
        push = options.Otlp is null ? null : new OtlpPush(options.Otlp, Configured(options, views, withNative: false), logger);
        metrics.Begin();
        gate = new ScrapeGate(collector, metrics, options.SnapshotAge, time, logger);
    }

    /// <summary>Answers one scrape: from the last collection while it is fresh, joining one in progress, or from a new one.</summary>
    /// <param name="format">What <see cref="ContentNegotiation.Choose"/> chose.</param>
    /// <param name="gzip">Whether the body is to be compressed.</param>
    /// <param name="deadline">How long the caller waits; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>A body to be disposed after sending, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    public async ValueTask<ScrapeResult> ScrapeAsync(ExpositionFormat format, bool gzip, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var (body, failure) = await gate.BodyAsync(format.Protocol, gzip, deadline, cancellationToken).ConfigureAwait(false);
        metrics.Scraped(format.Protocol, failure, time.GetElapsedTime(start));
        return body is null ? new ScrapeResult(failure ?? ScrapeFailure.Failed) : new ScrapeResult(new ExpositionBody(body, format, gzip));
    }

    /// <summary>Changes which meters there are, with no scrape seeing the moment between.</summary>
    /// <param name="retire">Disposes the meters that go; their series are gone at the next scrape.</param>
    /// <param name="introduce">Makes the meters that come, which may have the names of those that went.</param>
    /// <remarks>Between the two an unseen collection runs: the SDK exports the counters of a disposed meter once more, and a replacement would stand beside them.
    /// A push has a pace of its own and may show what was retired once more.</remarks>
    /// <exception cref="TimeoutException">A collection has hung for longer than <see cref="ScrapeGate.ExchangeBound"/>; nothing was changed.</exception>
    public void Exchange(Action retire, Action introduce) => gate.Exchange(retire, introduce);

    /// <summary>Pushes once more, then stops within a bound. Scrapes afterwards say <see cref="ScrapeFailure.Stopped"/>.</summary>
    public void Dispose()
    {
        push?.Dispose();
        gate.Stop(provider.Dispose);
        metrics.Dispose();
        diagnostics.Dispose();
    }

    private static MeterProviderBuilder Configured(MetricsPipelineOptions options, StreamViews views, bool withNative)
    {
        var builder = Sdk.CreateMeterProviderBuilder()

            // The file says what is published: OTEL_SDK_DISABLED and its like, meant for the applications of a host, would empty every scrape.
            .ConfigureServices(static services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()))
            .AddMeter([.. options.MeterNames, .. options.RuntimeMetrics ? StreamViews.RuntimeMeters : []])
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddAttributes(options.ResourceAttributes.Select(a => KeyValuePair.Create(a.Key, (object)a.Value))))
            .SetMaxMetricStreams(options.MaxMetricStreams)
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddView(views.Standard);
        return withNative ? builder.AddView((Instrument instrument) => views.Native(instrument)!) : builder;
    }
}

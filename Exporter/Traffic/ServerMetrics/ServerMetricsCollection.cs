using Exporter.Configuration.Client;
using Exporter.Traffic.Logs;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>
/// The targets' own metrics, each read at its own pace. That one is slow or gone says nothing about the target: it
/// shows in <c>target.metrics.up</c> alone.
/// </summary>
/// <param name="tls">Makes what a section <c>tls</c> asks for.</param>
/// <param name="sent">Told of every question to a target: it is no user's.</param>
/// <remarks>Reading is for any thread; configuring, starting and ending are for one.</remarks>
internal sealed class ServerMetricsCollection(Func<TlsClientConfig, IServerTls> tls, TimeProvider time, ILogger logger, Action<string, OwnRequest>? sent = null) : IAsyncDisposable
{
    private IReadOnlyList<ServerScraper> scrapers = [];
    private bool started;

    /// <summary>How the last reading of each target ended; a target that was not read yet is missing.</summary>
    public IEnumerable<ServerScrape> Last => Volatile.Read(ref scrapers).Select(static scraper => scraper.Last).OfType<ServerScrape>();

    /// <summary>The last good reading of each target, as long as it is fresh.</summary>
    public IEnumerable<ServerScrape> Fresh => Volatile.Read(ref scrapers).Select(static scraper => scraper.Fresh).OfType<ServerScrape>();

    /// <summary>What the target's metrics said last; null where they are not read, or what was read is older than three intervals.</summary>
    public ServerReading? Find(string target) =>
        Volatile.Read(ref scrapers).FirstOrDefault(scraper => scraper.Target.Target == target)?.Fresh?.Reading;

    /// <summary>Says whose metrics to read from now on; a target whose configuration is unchanged goes on undisturbed.</summary>
    public async Task ConfigureAsync(ServerMetricsOptions options)
    {
        var before = scrapers;
        var next = new List<ServerScraper>();
        foreach (var target in options.Targets)
        {
            next.Add(before.FirstOrDefault(scraper => scraper.Target == target) ?? Create(target));
        }

        Volatile.Write(ref scrapers, next);
        await Task.WhenAll(before.Except(next).Select(static scraper => scraper.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    public void Start()
    {
        started = true;
        foreach (var scraper in scrapers)
        {
            scraper.Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        var all = scrapers;
        Volatile.Write(ref scrapers, []);
        await Task.WhenAll(all.Select(static scraper => scraper.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private ServerScraper Create(ServerMetricsTarget target)
    {
        var scraper = new ServerScraper(target, target.Relay.Tls is { } config ? tls(config) : null, time, logger, request => sent?.Invoke(target.Target, request));
        if (started)
        {
            scraper.Start();
        }

        return scraper;
    }
}

using Exporter.Scheduling;
using Exporter.Traffic.Logs;
using Exporter.Traffic.ServerMetrics.Text;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Reads the metrics of one target at its own pace and keeps what the last reading said.</summary>
internal sealed class ServerScraper : IAsyncDisposable
{
    private static readonly TimeSpan aboutInterval = TimeSpan.FromMinutes(10);

    private readonly ServerMetricsTarget target;
    private readonly ServerClient client;
    private readonly TimeProvider time;
    private readonly ScrapeFailureLog failures;
    private readonly NameFilter filter;
    private readonly ExpositionParser parser = new();
    private readonly PeriodicLoop loop;
    private ServerScrape? last;
    private ServerAbout? about;
    private long aboutAt;

    public ServerScraper(ServerMetricsTarget target, IServerTls? tls, TimeProvider time, ILogger logger, Action<OwnRequest>? sent = null)
    {
        this.target = target;
        this.time = time;
        client = new ServerClient(target, tls, time, sent);
        failures = new ScrapeFailureLog(target.Target, logger);
        filter = new NameFilter(target.Relay.Allow);
        var schedule = new PeriodicSchedule
        {
            Name = $"relay {target.Target}",
            Interval = target.Relay.Interval,
            FirstDelay = Stagger.FirstDelay($"relay/{target.Target}", target.Relay.Interval),
        };
        loop = new PeriodicLoop(schedule, ScrapeAsync, time, logger);
    }

    public ServerMetricsTarget Target => target;

    /// <summary>How the last reading ended; null before its end. Any thread may ask.</summary>
    public ServerScrape? Last => Volatile.Read(ref last);

    /// <summary>The last good reading while it is fresh: not older than three intervals. Any thread may ask.</summary>
    public ServerScrape? Fresh => Last is { ReadAt: { } at } known && time.GetElapsedTime(at) <= target.Lifetime ? known : null;

    public void Start() => loop.Start();

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync().ConfigureAwait(false);
        client.Dispose();
    }

    private async Task ScrapeAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var answer = await client.AskAsync(target.Address, cancellationToken).ConfigureAwait(false);
        var duration = time.GetElapsedTime(started);
        var before = Last ?? new ServerScrape { Target = target.Target };
        var (next, problem) = answer.Failure is null ? Read(answer.Body, before) : (before with { Failure = answer.Failure }, answer.Detail);
        if (next.Failure is { } failure)
        {
            // It may come back as another version, or with another model.
            about = null;
            failures.Failed(failure, problem);
            Volatile.Write(ref last, next with { Duration = duration });
            return;
        }

        var known = await AboutAsync(next.Reading!, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref last, next with
        {
            Duration = duration,
            ReadAt = started,
            Reading = next.Reading! with { Version = known.Version, Model = next.Reading.Model ?? known.Model },
        });
    }

    private (ServerScrape Scrape, string Problem) Read(ReadOnlyMemory<byte> body, ServerScrape before)
    {
        if (target.HasNoMetrics)
        {
            return ServerAboutPages.ReadLoaded(body) is { } loaded
                ? (new ServerScrape { Target = target.Target, Reading = ServerVocabulary.Loaded(target.Server!.Value, loaded, time.GetUtcNow()) }, Succeeded(ServerExposition.Empty))
                : (before with { Failure = ScrapeFailureReason.NotMetrics }, "the page of loaded models has none of the list that it should");
        }

        var exposition = parser.Parse(body.Span);
        var broken = before.BrokenLines + exposition.BrokenLines;
        if (exposition is { Series: 0, BrokenLines: > 0 })
        {
            return (before with { BrokenLines = broken, Failure = ScrapeFailureReason.NotMetrics }, $"line {exposition.FirstBroken} {exposition.Problem}");
        }

        var (families, leftOut) = Allowed(exposition);
        var scrape = new ServerScrape
        {
            Target = target.Target,
            Series = exposition.Series,
            LeftOut = leftOut,
            BrokenLines = broken,
            Reading = ServerVocabulary.Read(exposition, target.Server, time.GetUtcNow()),
            Families = families,
        };
        return (scrape, Succeeded(exposition));
    }

    private string Succeeded(ServerExposition exposition)
    {
        failures.Succeeded(exposition);
        return "";
    }

    /// <summary>Version and model, asked for seldom. They stay known while the page does not answer: a change of them is told of.</summary>
    private async Task<ServerAbout> AboutAsync(ServerReading reading, CancellationToken cancellationToken)
    {
        if (about is not null && time.GetElapsedTime(aboutAt) < aboutInterval)
        {
            return about;
        }

        if (reading.Server is { } server && ServerAboutPages.PathOf(server) is { } path)
        {
            var answer = await client.AskAsync(target.AddressOf(path), cancellationToken).ConfigureAwait(false);
            about = answer.Failure is null ? ServerAboutPages.Read(answer.Body) : about ?? ServerAbout.Nothing;
        }

        aboutAt = time.GetTimestamp();
        return about ??= ServerAbout.Nothing;
    }

    /// <summary>Whole families in the answer's order, as far as the cap goes: half a histogram would be a wrong one.</summary>
    private (List<ServerFamily> Families, int LeftOut) Allowed(ServerExposition exposition)
    {
        var families = new List<ServerFamily>();
        var room = target.Relay.MaxSeries;
        var leftOut = 0;
        foreach (var family in exposition.Families)
        {
            if (!filter.Allows(family.Name))
            {
                continue;
            }

            if (family.Samples.Count > room)
            {
                leftOut += family.Samples.Count;
                continue;
            }

            room -= family.Samples.Count;
            families.Add(family);
        }

        return (families, leftOut);
    }
}

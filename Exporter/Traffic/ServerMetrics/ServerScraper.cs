using Exporter.Scheduling;
using Exporter.Traffic.ServerMetrics.Text;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Reads the metrics of one target at its own pace and keeps what the last reading said.</summary>
internal sealed class ServerScraper : IAsyncDisposable
{
    private readonly ServerMetricsTarget target;
    private readonly ServerClient client;
    private readonly TimeProvider time;
    private readonly ScrapeFailureLog failures;
    private readonly NameFilter filter;
    private readonly ExpositionParser parser = new();
    private readonly PeriodicLoop loop;
    private ServerScrape? last;

    public ServerScraper(ServerMetricsTarget target, IServerTls? tls, TimeProvider time, ILogger logger)
    {
        this.target = target;
        this.time = time;
        client = new ServerClient(target, tls, time);
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
        var answer = await client.AskAsync(cancellationToken).ConfigureAwait(false);
        var duration = time.GetElapsedTime(started);
        var before = Last ?? new ServerScrape { Target = target.Target };
        if (answer.Failure is { } failure)
        {
            Fail(before, failure, answer.Detail, duration);
            return;
        }

        var exposition = parser.Parse(answer.Body.Span);
        var broken = before.BrokenLines + exposition.BrokenLines;
        if (exposition is { Series: 0, BrokenLines: > 0 })
        {
            Fail(before with { BrokenLines = broken }, ScrapeFailureReason.NotMetrics, $"line {exposition.FirstBroken} {exposition.Problem}", duration);
            return;
        }

        failures.Succeeded(exposition);
        var (families, leftOut) = Allowed(exposition);
        Volatile.Write(ref last, new ServerScrape
        {
            Target = target.Target,
            Duration = duration,
            Series = exposition.Series,
            LeftOut = leftOut,
            BrokenLines = broken,
            ReadAt = started,
            Reading = ServerVocabulary.Read(exposition, target.Server, time.GetUtcNow()),
            Families = families,
        });
    }

    private void Fail(ServerScrape before, ScrapeFailureReason failure, string detail, TimeSpan duration)
    {
        failures.Failed(failure, detail);
        Volatile.Write(ref last, before with { Failure = failure, Duration = duration });
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

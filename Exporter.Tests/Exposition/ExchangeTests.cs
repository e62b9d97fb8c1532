using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Exporter.Tests.Exposition.Support;

namespace Exporter.Tests.Exposition;

/// <summary>Meters come and go at a reload; nobody who scrapes meanwhile sees a half state, and nobody else's counters move back.</summary>
internal sealed class ExchangeTests
{
    [Test]
    public async Task What_was_retired_is_gone_in_the_next_scrape_and_its_namesake_starts_afresh()
    {
        using var under = new PipelineUnderTest(o => o with { SnapshotAge = TimeSpan.FromHours(1) });
        using var steady = under.NewMeter("probe", "steady");
        var counted = steady.CreateCounter<long>("requests");
        counted.Add(5);
        var old = NewTarget(under, "changed", 41);
        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE requests_total counter\nrequests_total{target=\"steady\"} 5\nrequests_total{target=\"changed\"} 41\n"));

        Meter? replacement = null;
        under.Pipeline.Exchange(old.Dispose, () => replacement = NewTarget(under, "changed", 0));

        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE requests_total counter\nrequests_total{target=\"changed\"} 0\nrequests_total{target=\"steady\"} 5\n")
            .Or.EqualTo("# TYPE requests_total counter\nrequests_total{target=\"steady\"} 5\nrequests_total{target=\"changed\"} 0\n"));
        Assert.That(under.Logger.Entries, Is.Empty, "nothing stood there twice");

        under.Pipeline.Exchange(replacement!.Dispose, () => { });
        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE requests_total counter\nrequests_total{target=\"steady\"} 5\n"));
    }

    [Test]
    public async Task Without_an_exchange_a_disposed_meter_is_seen_once_more()
    {
        // The reason why Exchange exists: should this ever fail, the discarded collection may go.
        using var under = new PipelineUnderTest();
        NewTarget(under, "gone", 41).Dispose();

        Assert.That(await under.TextAsync(), Does.Contain("41"));
        Assert.That(await under.TextAsync(), Is.Empty);
    }

    [Test]
    public async Task Fifty_exchanges_under_scrapes_lose_no_series_and_turn_no_counter_back()
    {
        using var under = new PipelineUnderTest();
        using var steady = under.NewMeter("probe", "steady");
        var requests = steady.CreateCounter<long>("requests");
        using var done = new CancellationTokenSource();
        var mistakes = new ConcurrentBag<string>();
        var generation = 0;
        var target = NewTarget(under, "g0", 1);
        var scrapers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ScrapeUntilAsync(under, mistakes, done.Token))).ToArray();

        for (var i = 0; i < 50; i++)
        {
            requests.Add(1);
            var old = target;
            under.Pipeline.Exchange(old.Dispose, () => target = NewTarget(under, $"g{++generation}", 1));
            Assert.That(await under.TextAsync(), Does.Contain($"requests_total{{target=\"g{generation}\"}} 1\n").And.Contain($"requests_total{{target=\"steady\"}} {i + 1}\n"));
        }

        await done.CancelAsync();
        var scrapes = await Task.WhenAll(scrapers);
        Assert.That(mistakes, Is.Empty);
        Assert.That(scrapes.Sum(), Is.GreaterThan(0));
        Assert.That(under.Logger.Entries, Is.Empty);
        target.Dispose();
    }

    [Test]
    public async Task An_exchange_that_fails_leaves_the_pipeline_working()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("thing", () => 1);

        Assert.That(() => under.Pipeline.Exchange(() => throw new InvalidOperationException("no"), () => { }), Throws.InvalidOperationException);
        Assert.That(await under.TextAsync(), Does.Contain("thing 1"));
    }

    private static Meter NewTarget(PipelineUnderTest under, string name, long count)
    {
        var meter = under.NewMeter("probe", name);
        meter.CreateCounter<long>("requests").Add(count);
        return meter;
    }

    /// <summary>Every scrape must show the steady target, its counter never lower than before, and exactly one other target.</summary>
    private static async Task<int> ScrapeUntilAsync(PipelineUnderTest under, ConcurrentBag<string> mistakes, CancellationToken done)
    {
        var scrapes = 0;
        long last = 0;
        while (!done.IsCancellationRequested)
        {
            var lines = (await under.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var steady = lines.SingleOrDefault(l => l.Contains("steady", StringComparison.Ordinal));
            var value = steady is null ? 0 : long.Parse(steady.AsSpan(steady.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
            if (value < last || lines.Count(l => l.Contains("target=\"g", StringComparison.Ordinal)) != 1)
            {
                mistakes.Add($"after {last}: {string.Join(" | ", lines)}");
            }

            last = value;
            scrapes++;
        }

        return scrapes;
    }
}

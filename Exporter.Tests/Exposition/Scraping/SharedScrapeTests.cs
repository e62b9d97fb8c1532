using System.Diagnostics.Metrics;
using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Exporter.Exposition.Relay;
using Exporter.Tests.Exposition.Support;

namespace Exporter.Tests.Exposition.Scraping;

/// <summary>How scrapes share a collection, what a hung callback does to them, and what a body is.</summary>
internal sealed class SharedScrapeTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Scrapes_closer_together_than_the_snapshot_age_share_one_collection()
    {
        using var under = new PipelineUnderTest(o => o with { SnapshotAge = TimeSpan.FromSeconds(1) });
        using var meter = under.NewMeter();
        var collections = 0;
        meter.CreateObservableGauge("collections", () => ++collections);

        Assert.That(await under.TextAsync(), Does.EndWith("collections 1\n"));
        under.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(await under.TextAsync(), Does.EndWith("collections 1\n"));
        Assert.That(await under.TextAsync(ExpositionFormat.OpenMetrics), Does.Contain("collections 1\n"));
        Assert.That(await under.BytesAsync(ExpositionFormat.Text, gzip: true), Is.EqualTo("# TYPE collections gauge\ncollections 1\n"u8.ToArray()));

        under.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await under.TextAsync(), Does.EndWith("collections 2\n"));
    }

    [Test]
    public async Task Scrapes_that_come_while_one_is_collecting_join_it()
    {
        using var under = new PipelineUnderTest();
        using var callback = new BlockingCallback(under);

        var scrapes = Enumerable.Range(0, 20).Select(_ => under.TextAsync()).ToArray();
        callback.WaitUntilEntered();
        callback.Release();

        Assert.That((await Task.WhenAll(scrapes).WaitAsync(Bound)).Distinct(), Is.EqualTo(new[] { "# TYPE calls gauge\ncalls 1\n" }));
    }

    [Test]
    public async Task A_hung_callback_costs_a_scrape_its_deadline_and_no_more()
    {
        using var under = new PipelineUnderTest();
        using var callback = new BlockingCallback(under);

        var scrape = under.Pipeline.ScrapeAsync(ExpositionFormat.Text, false, TimeSpan.FromSeconds(9.5), CancellationToken.None).AsTask();
        await under.Clock.WaitForTimersAsync(1);
        callback.WaitUntilEntered();
        under.Clock.Advance(TimeSpan.FromSeconds(9.4));
        Assert.That(scrape.IsCompleted, Is.False);
        under.Clock.Advance(TimeSpan.FromSeconds(0.1));

        var result = await scrape.WaitAsync(Bound);
        Assert.That((result.Succeeded, result.Failure), Is.EqualTo((false, ScrapeFailure.DeadlineExceeded)));

        callback.Release();
        Assert.That(await under.TextAsync().WaitAsync(Bound), Does.StartWith("# TYPE calls gauge\ncalls "));
    }

    [Test]
    public async Task A_deadline_that_has_passed_still_gets_what_is_ready()
    {
        using var under = new PipelineUnderTest(o => o with { SnapshotAge = TimeSpan.FromSeconds(1) });
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("thing", () => 1);
        await under.TextAsync();

        var result = await under.Pipeline.ScrapeAsync(ExpositionFormat.Text, false, TimeSpan.FromSeconds(-3), CancellationToken.None);

        Assert.That(result.Succeeded, Is.True);
        result.Body!.Dispose();
    }

    [Test]
    public void A_caller_that_goes_away_is_let_go()
    {
        using var under = new PipelineUnderTest();
        using var callback = new BlockingCallback(under);
        using var gone = new CancellationTokenSource();

        var scrape = under.Pipeline.ScrapeAsync(ExpositionFormat.Text, false, Timeout.InfiniteTimeSpan, gone.Token).AsTask();
        callback.WaitUntilEntered();
        gone.Cancel();

        Assert.That(async () => await scrape.WaitAsync(Bound), Throws.InstanceOf<OperationCanceledException>());
        callback.Release();
    }

    [Test]
    public async Task A_body_stays_as_it_is_until_it_is_disposed()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        var value = 0;
        meter.CreateObservableGauge("value", () => ++value);

        var held = (await under.Pipeline.ScrapeAsync(ExpositionFormat.Text, false, Bound, CancellationToken.None)).Body!;
        var before = held.Bytes.ToArray();
        for (var i = 0; i < 20; i++)
        {
            await under.TextAsync();
        }

        Assert.That(held.Bytes.ToArray(), Is.EqualTo(before));
        held.Dispose();
        held.Dispose();
        Assert.That(value, Is.EqualTo(21));
    }

    [Test]
    public async Task A_body_knows_its_headers()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("thing", () => 1);

        using var plain = (await under.Pipeline.ScrapeAsync(ExpositionFormat.OpenMetrics, false, Bound, CancellationToken.None)).Body!;
        using var zipped = (await under.Pipeline.ScrapeAsync(ExpositionFormat.Text, true, Bound, CancellationToken.None)).Body!;

        Assert.That((plain.ContentType, plain.ContentEncoding), Is.EqualTo((ExpositionFormat.OpenMetrics.ContentType, (string?)null)));
        Assert.That((zipped.ContentType, zipped.ContentEncoding), Is.EqualTo((ExpositionFormat.Text.ContentType, "gzip")));
    }

    [Test]
    public async Task Gzip_makes_a_real_exposition_at_least_six_times_smaller()
    {
        using var under = new PipelineUnderTest(o => o with { CardinalityLimit = _ => 1000 });
        using var meter = under.NewMeter();
        SyntheticSeries.Make(meter, 1000);

        var plain = await under.BytesAsync(ExpositionFormat.Text);
        using var zipped = (await under.Pipeline.ScrapeAsync(ExpositionFormat.Text, true, Bound, CancellationToken.None)).Body!;

        Assert.That(PipelineUnderTest.Unzip(zipped.Bytes.ToArray()), Is.EqualTo(plain));
        Assert.That(plain.Length / (double)zipped.Bytes.Length, Is.GreaterThan(6));
    }

    [Test]
    public async Task A_bug_behind_a_scrape_is_told_once_and_the_scrapes_after_it_are_fine()
    {
        var relay = new FailingRelay { IsFailing = true };
        using var under = new PipelineUnderTest(o => o with { Relayed = [relay] });
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("thing", () => 1);

        for (var i = 0; i < 3; i++)
        {
            var result = await under.Pipeline.ScrapeAsync(ExpositionFormat.Text, false, Bound, CancellationToken.None);
            Assert.That((result.Succeeded, result.Failure), Is.EqualTo((false, ScrapeFailure.Failed)));
        }

        relay.IsFailing = false;
        Assert.That(await under.TextAsync(), Does.Contain("thing 1"));
        Assert.That(under.Logger.Entries.Select(e => e.Exception?.Message ?? e.Message), Is.EqualTo(new[] { "no list", "Scrapes are answered again." }));
    }

    [Test]
    public async Task A_scrape_of_known_series_allocates_next_to_nothing()
    {
        const int Series = 1000;
        const int Scrapes = 50;
        using var under = new PipelineUnderTest(o => o with { CardinalityLimit = _ => Series });
        using var meter = under.NewMeter();
        var counter = meter.CreateCounter<long>("counted");
        for (var i = 0; i < Series; i++)
        {
            counter.Add(i, new KeyValuePair<string, object?>("series", i));
        }

        await ScrapeAsync(under, 10);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await ScrapeAsync(under, Scrapes);
        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / Scrapes;

        // The smallest object there is, made once for each series, would already be three times as much.
        Assert.That(each, Is.LessThan(Series * 8));

        static async Task ScrapeAsync(PipelineUnderTest under, int times)
        {
            for (var i = 0; i < times; i++)
            {
                using var body = (await under.Pipeline.ScrapeAsync(ExpositionFormat.Text, true, Timeout.InfiniteTimeSpan, CancellationToken.None)).Body!;
            }
        }
    }

    [Test]
    public async Task After_the_end_a_scrape_says_so()
    {
        var under = new PipelineUnderTest();
        under.Dispose();

        var result = await under.Pipeline.ScrapeAsync(ExpositionFormat.Text, false, Bound, CancellationToken.None);

        Assert.That((result.Succeeded, result.Failure), Is.EqualTo((false, ScrapeFailure.Stopped)));
    }

    /// <summary>A source with a bug that can be switched off.</summary>
    private sealed class FailingRelay : IRelayedFamilySource
    {
        public bool IsFailing { get; set; }

        public IReadOnlyList<RelayedFamily> Families => IsFailing ? throw new InvalidOperationException("no list") : [];
    }

    /// <summary>A gauge whose first callback hangs until it is let go.</summary>
    private sealed class BlockingCallback : IDisposable
    {
        private readonly ManualResetEventSlim entered = new();
        private readonly ManualResetEventSlim released = new();
        private readonly Meter meter;
        private int calls;

        public BlockingCallback(PipelineUnderTest under)
        {
            meter = under.NewMeter();
            meter.CreateObservableGauge("calls", Observe);
        }

        public void WaitUntilEntered() => Assert.That(entered.Wait(Bound), Is.True, "the callback was never run");

        public void Release() => released.Set();

        public void Dispose()
        {
            released.Set();
            meter.Dispose();
        }

        private int Observe()
        {
            entered.Set();
            released.Wait(Bound);
            return Interlocked.Increment(ref calls);
        }
    }
}

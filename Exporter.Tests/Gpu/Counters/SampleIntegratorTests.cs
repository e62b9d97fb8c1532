using Exporter.Gpu.Counters;
using Exporter.Gpu.Readings;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Gpu.Counters;

internal sealed class SampleIntegratorTests
{
    private const ulong Start = 1_000_000_000_000;

    [Test]
    public void Each_sample_counts_for_the_time_since_the_one_before()
    {
        var integrator = new SampleIntegrator();

        integrator.Add([At(0, 90), At(100_000, 50), At(300_000, 10)]);

        Assert.That(integrator.Total.BusySeconds, Is.EqualTo(0.07).Within(1e-12));
        Assert.That(integrator.Total.ObservedSeconds, Is.EqualTo(0.3).Within(1e-12));
    }

    [Test]
    public void A_ring_that_is_handed_out_again_is_counted_once()
    {
        var integrator = new SampleIntegrator();
        GpuUtilizationSample[] ring = [At(0, 100), At(100_000, 100), At(200_000, 100)];

        integrator.Add(ring);
        integrator.Add(ring);
        integrator.Add([.. ring[1..], At(300_000, 100)]);

        Assert.That(integrator.Total, Is.EqualTo(new GpuEngineTime(0.3, 0.3)));
    }

    [Test]
    public void Entries_that_were_never_filled_and_impossible_values_are_passed_over()
    {
        var integrator = new SampleIntegrator();

        integrator.Add([At(0, 0), new(0, 100), At(100_000, 101), At(200_000, 100), new(0, 0), At(300_000, uint.MaxValue)]);

        Assert.That(integrator.Total, Is.EqualTo(new GpuEngineTime(0.2, 0.2)));
    }

    [Test]
    public void Lost_samples_are_neither_busy_nor_observed()
    {
        var integrator = new SampleIntegrator();

        integrator.Add([At(0, 100), At(100_000, 100)]);
        integrator.Add([At(30_000_000, 100), At(30_100_000, 100)]);

        Assert.That(integrator.Total, Is.EqualTo(new GpuEngineTime(0.2, 0.2)));
    }

    [Test]
    public void A_clock_that_begins_anew_with_a_driver_that_was_loaded_again_makes_no_jump()
    {
        var integrator = new SampleIntegrator();

        integrator.Add([At(0, 100), At(100_000, 100)]);
        integrator.Add([new(500_000, 100), new(600_000, 100), new(700_000, 100)]);

        Assert.That(integrator.Total, Is.EqualTo(new GpuEngineTime(0.3, 0.3)));
    }

    [Test]
    public void A_timestamp_far_in_the_future_is_outlived()
    {
        var integrator = new SampleIntegrator();

        integrator.Add([At(0, 100), At(100_000, 100), new(Start * 1000, 100)]);
        integrator.Add([At(200_000, 100), At(300_000, 100)]);
        integrator.Add([At(300_000, 100), At(400_000, 100)]);

        Assert.That(integrator.Total, Is.EqualTo(new GpuEngineTime(0.3, 0.3)));
    }

    [Test]
    public void Rest_is_observed_and_not_busy_and_what_comes_after_it_counts_for_its_own_period_alone()
    {
        var integrator = new SampleIntegrator();

        integrator.Add([At(0, 100), At(100_000, 100)]);
        integrator.AddIdle(TimeSpan.FromSeconds(1));
        integrator.AddIdle(TimeSpan.FromSeconds(1));
        integrator.Add([At(2_900_000, 100), At(3_000_000, 100)]);

        Assert.That(integrator.Total.BusySeconds, Is.EqualTo(0.3).Within(1e-12));
        Assert.That(integrator.Total.ObservedSeconds, Is.EqualTo(2.3).Within(1e-12));
    }

    /// <summary>The promise of the counter: what a sampled gauge cannot see, its rate tells.</summary>
    [TestCase(139_000UL, 1)]
    [TestCase(166_667UL, 1)]
    [TestCase(20_000UL, 1)]
    [TestCase(139_000UL, 5)]
    public void A_burst_of_200_ms_every_second_has_a_rate_of_a_fifth(ulong spacing, int pollEverySeconds)
    {
        var integrator = new SampleIntegrator();
        var scrapes = new List<GpuEngineTime>();
        var ring = new Queue<GpuUtilizationSample>();
        var next = spacing;
        for (ulong second = 1; second <= 180; second++)
        {
            for (; next <= second * 1_000_000; next += spacing)
            {
                ring.Enqueue(new(Start + next, (uint)Math.Round(100.0 * Burst(next - spacing, next) / spacing)));
                if (ring.Count > 72)
                {
                    ring.Dequeue();
                }
            }

            if (second % (ulong)pollEverySeconds == 0)
            {
                integrator.Add([.. ring]);
            }

            if (second % 15 == 0)
            {
                scrapes.Add(integrator.Total);
            }
        }

        // rate(…[1m]) over the scrapes of the minute in the middle.
        var (first, last) = (scrapes[4], scrapes[8]);
        Assert.That((last.BusySeconds - first.BusySeconds) / 60, Is.EqualTo(0.20).Within(0.01));
        Assert.That((last.ObservedSeconds - first.ObservedSeconds) / 60, Is.EqualTo(1).Within(0.01));
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property However_the_ring_is_cut_into_batches_the_sum_is_that_of_the_distinct_samples() =>
        Prop.ForAll(Gen.Zip(Timeline, Gen.Choose(0, 9).ListOf()).ToArbitrary(), given =>
        {
            var (timeline, cuts) = given;
            var integrator = new SampleIntegrator();
            var seen = new SortedDictionary<ulong, uint>();
            var (from, to) = (0, 0);
            foreach (var cut in cuts)
            {
                // Every batch ends later than the one before; it begins before that end, or after it where samples were lost.
                from = Math.Clamp(to + cut - 6, from, timeline.Count);
                to = Math.Clamp(Math.Max(to, from) + cut, from, timeline.Count);
                var batch = timeline[from..to];
                integrator.Add([.. batch]);
                batch.Where(sample => sample is { Microseconds: > 0, Percent: <= 100 }).ToList().ForEach(sample => seen[sample.Microseconds] = sample.Percent);
            }

            var (busy, observed) = SlowSum([.. seen]);
            return Math.Abs(integrator.Total.BusySeconds - busy) < 1e-6 && Math.Abs(integrator.Total.ObservedSeconds - observed) < 1e-6;
        });

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Nothing_that_a_driver_hands_out_makes_a_total_fall_or_busy_exceed_observed() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(0, 40_000_000), Gen.Choose(0, 130)).ListOf().ListOf().ToArbitrary(), batches =>
        {
            var integrator = new SampleIntegrator();
            var before = integrator.Total;
            return batches.All(batch =>
            {
                if (batch.Count % 5 == 0)
                {
                    integrator.AddIdle(TimeSpan.FromSeconds(batch.Count));
                }

                integrator.Add([.. batch.Select(one => new GpuUtilizationSample((ulong)one.Item1, (uint)one.Item2))]);
                var (last, now) = (before, integrator.Total);
                before = now;
                return now.BusySeconds >= last.BusySeconds && now.ObservedSeconds >= last.ObservedSeconds && now.BusySeconds <= now.ObservedSeconds + 1e-9;
            });
        });

    private static Gen<List<GpuUtilizationSample>> Timeline => Gen.Zip(Gen.Choose(1, 2_000_000), Gen.Zip(Gen.Choose(0, 110), Gen.Choose(0, 9))).ListOf().Select(steps =>
    {
        var at = Start;
        return steps.Select(step =>
        {
            at += (ulong)step.Item1;
            return new GpuUtilizationSample(step.Item2.Item2 == 0 ? 0 : at, (uint)step.Item2.Item1);
        }).ToList();
    });

    private static (double Busy, double Observed) SlowSum(List<KeyValuePair<ulong, uint>> samples)
    {
        var (busy, observed) = (0.0, 0.0);
        for (var i = 1; i < samples.Count; i++)
        {
            var seconds = (samples[i].Key - samples[i - 1].Key) / 1e6;
            if (seconds <= 1.5)
            {
                observed += seconds;
                busy += seconds * samples[i].Value / 100;
            }
        }

        return (busy, observed);
    }

    /// <summary>Microseconds of a stretch that lie in the first 200 ms of a second.</summary>
    private static double Burst(ulong from, ulong to)
    {
        return Until(to) - Until(from);

        static double Until(ulong t) => (t / 1_000_000 * 200_000.0) + Math.Min(t % 1_000_000, 200_000);
    }

    private static GpuUtilizationSample At(ulong microseconds, uint percent) => new(Start + microseconds, percent);
}

using Exporter.Gpu.Counters;

namespace Exporter.Tests.Gpu.Counters;

/// <summary>Counters of the driver, in nanoseconds of throttling: a second a second at most.</summary>
internal sealed class FollowedCounterTests
{
    private const double Second = 1e9;

    private readonly FollowedCounter counter = new(Second);

    [Test]
    public void It_begins_at_the_drivers_own_value_and_follows_it()
    {
        Play((0, 500 * Second, null), (1, 500.4 * Second, null), (2, 501 * Second, null));

        Assert.That(counter.Total, Is.EqualTo(501 * Second));
    }

    [Test]
    public void A_driver_that_was_loaded_again_counts_on_from_where_the_last_one_was()
    {
        Play((0, 500 * Second, null));
        counter.OnReopened();
        Play((1, 0.25 * Second, null), (2, 0.5 * Second, null));

        Assert.That(counter.Total, Is.EqualTo(500.5 * Second));
    }

    [Test]
    public void A_session_that_was_opened_again_over_the_same_driver_makes_no_jump()
    {
        Play((0, 500 * Second, null));
        counter.OnReopened();
        Play((60, 510 * Second, null));

        Assert.That(counter.Total, Is.EqualTo(510 * Second));
    }

    [Test]
    public void A_counter_that_goes_back_while_the_driver_stays_is_dropped_for_the_other_estimate()
    {
        Play((0, 500 * Second, 0), (1, 400 * Second, 0.5 * Second), (2, 401 * Second, 0.5 * Second));

        Assert.That(counter.Total, Is.EqualTo(501 * Second));
        Assert.That(counter.Objection, Is.EqualTo("it went back"));
    }

    [Test]
    public void A_counter_that_claims_more_than_a_second_a_second_is_dropped()
    {
        Play((0, 0, null), (1, 1000 * Second, null), (2, 2000 * Second, null));

        Assert.That(counter.Total, Is.Zero);
        Assert.That(counter.Objection, Is.EqualTo("it ran faster than it can"));
    }

    [Test]
    public void One_that_runs_twice_as_fast_is_found_out_within_seconds_even_after_hours_of_rest()
    {
        for (var second = 0; second < 7200; second++)
        {
            Play((second, 0, null));
        }

        for (var second = 7200; second < 7210; second++)
        {
            Play((second, (second - 7199) * 2 * Second, null));
        }

        Assert.That(counter.Objection, Is.Not.Null);
    }

    [Test]
    public void One_that_moves_in_steps_of_a_second_is_believed()
    {
        for (var tick = 0; tick < 600; tick++)
        {
            counter.Add(Math.Floor(tick / 10.0) * Second, null, TimeSpan.FromSeconds(tick / 10.0));
        }

        Assert.That((counter.Objection, counter.Total), Is.EqualTo(((string?)null, (double?)59 * Second)));
    }

    [Test]
    public void Without_a_source_there_is_no_total()
    {
        Play((0, null, null));

        Assert.That(counter.Total, Is.Null);
    }

    private void Play(params (int Second, double? Count, double? Otherwise)[] readings)
    {
        foreach (var (second, count, otherwise) in readings)
        {
            counter.Add(count, otherwise, TimeSpan.FromSeconds(second));
        }
    }
}

using Exporter.Gpu;
using Exporter.Gpu.Metrics;
using Exporter.Gpu.Readings;
using Exporter.Gpu.Sampling;

namespace Exporter.Tests.Gpu.Sampling;

internal sealed class GpuRosterTests
{
    private readonly GpuRoster roster = new();

    [Test]
    public void A_card_that_is_no_longer_enumerated_is_missing_and_still_expected()
    {
        roster.Resolve([Well(0), Well(1)], isComplete: true);

        var views = roster.Resolve([Well(1) with { Index = 0 }], isComplete: true);

        Assert.Multiple(() =>
        {
            Assert.That(views.Select(view => (view.Index, view.Identity!.Uuid, view.Status)), Is.EqualTo(new[] { (0, "GPU-1", GpuStatus.Ok), (0, "GPU-0", (GpuStatus?)GpuStatus.Failed) }));
            Assert.That(roster.Expected, Is.EqualTo(2));
        });
    }

    [Test]
    public void Nobody_is_missing_before_every_card_had_a_result()
    {
        roster.Resolve([Well(0), Well(1)], isComplete: true);

        var views = roster.Resolve([Well(0), Unread(1)], isComplete: false);

        Assert.That(views.Select(view => view.Status), Is.EqualTo(new GpuStatus?[] { GpuStatus.Ok, null }));
        Assert.That(roster.Expected, Is.EqualTo(2));
    }

    [Test]
    public void A_missing_card_that_comes_back_is_well_again()
    {
        roster.Resolve([Well(0), Well(1)], isComplete: true);
        roster.Resolve([Well(0)], isComplete: true);

        var views = roster.Resolve([Well(0), Well(1)], isComplete: true);

        Assert.That(views.Select(view => view.Status), Is.All.EqualTo(GpuStatus.Ok));
        Assert.That(views, Has.Length.EqualTo(2));
    }

    [Test]
    public void A_lost_card_that_cannot_tell_its_name_is_recognised_by_its_place()
    {
        roster.Resolve([Well(0), Well(1)], isComplete: true);

        var views = roster.Resolve([Well(0), Nameless(1)], isComplete: true);

        Assert.That(views.Select(view => view.Identity?.Uuid), Is.EqualTo(new[] { "GPU-0", "GPU-1" }));
        Assert.That(views[1].Status, Is.EqualTo(GpuStatus.Failed));
    }

    [Test]
    public void A_nameless_card_does_not_take_the_name_of_one_that_moved()
    {
        roster.Resolve([Well(0), Well(1)], isComplete: true);

        var views = roster.Resolve([Well(1) with { Index = 0 }, Nameless(1)], isComplete: true);

        Assert.That(views.Select(view => (view.Index, view.Identity?.Uuid)), Does.Contain((0, "GPU-1")).And.Not.Contain((1, "GPU-1")));
    }

    [Test]
    public void Failed_cards_stay_while_the_driver_is_closed_and_well_ones_do_not()
    {
        roster.Resolve([Well(0), Lost(1)], isComplete: true);

        var closed = roster.Resolve([], isComplete: false);
        var opening = roster.Resolve([Unread(0), Unread(1)], isComplete: false);

        Assert.Multiple(() =>
        {
            Assert.That(closed.Select(view => (view.Identity!.Uuid, view.Status)), Is.EqualTo(new[] { ("GPU-1", (GpuStatus?)GpuStatus.Failed) }));
            Assert.That(opening.Where(view => view.Status is not null).Select(view => view.Identity!.Uuid), Is.EqualTo(new[] { "GPU-1" }));
            Assert.That(roster.Expected, Is.EqualTo(2));
        });
    }

    private static GpuSnapshot Snapshot(GpuReading? reading, GpuFailure? failure) =>
        new() { Taken = 0, ValidFor = TimeSpan.MaxValue, Reading = reading, Failure = failure };

    private static GpuView Well(int index) => new() { Index = index, Identity = Readings.Identity(index), Snapshot = Snapshot(Readings.Full, null) };

    private static GpuView Lost(int index) => new() { Index = index, Identity = Readings.Identity(index), Snapshot = Snapshot(null, Readings.Lost(index).Failure) };

    private static GpuView Nameless(int index) => Lost(index) with { Identity = null };

    private static GpuView Unread(int index) => new() { Index = index };
}

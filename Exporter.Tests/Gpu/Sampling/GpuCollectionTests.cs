using Exporter.Gpu;
using Exporter.Gpu.Metrics;
using Microsoft.Extensions.Logging;

namespace Exporter.Tests.Gpu.Sampling;

internal sealed class GpuCollectionTests
{
    [Test]
    public async Task Every_card_is_read_on_a_thread_of_its_own()
    {
        FakeGpuReader one = new(0), other = new(1);
        await using var gpus = new GpuFixture(one, other);

        gpus.AdvanceUntil(() => gpus.Collection.Read().Count == 2 && gpus.Health("0").IsUp == true && gpus.Health("1").IsUp == true);

        Assert.Multiple(() =>
        {
            Assert.That(one.LastThread, Is.Not.EqualTo(other.LastThread));
            Assert.That(gpus.View(1).Identity!.Uuid, Is.EqualTo("GPU-1"));
            Assert.That(gpus.View(1).Status, Is.EqualTo(GpuStatus.Ok));
            Assert.That(gpus.Collection.Expected, Is.EqualTo(2));
            Assert.That(gpus.Health(null).IsUp, Is.True);
            Assert.That(gpus.Health("0").IsUp, Is.True);
            Assert.That(gpus.Messages, Has.One.EqualTo("Reading 2 GPU(s) through a fake, driver 580.65.06."));
        });
    }

    [Test]
    public async Task A_hung_card_goes_overdue_and_its_series_end_while_the_others_go_on()
    {
        FakeGpuReader hung = new(0), well = new(1);
        await using var gpus = new GpuFixture(hung, well);
        gpus.AdvanceUntil(() => hung.Reads > 0 && gpus.View(0).Reading is not null);

        hung.Hang();
        gpus.AdvanceUntil(() => hung.IsHanging && gpus.Health("0").IsOverdue);
        var readsBefore = well.Reads;
        gpus.AdvanceUntil(() => well.Reads >= readsBefore + 3 && gpus.View(1).Reading is not null);

        Assert.Multiple(() =>
        {
            Assert.That(gpus.View(0).Snapshot, Is.Null);
            Assert.That(gpus.View(0).Status, Is.Null, "a hung driver says nothing about the hardware");
            Assert.That(gpus.Health("0").Reason, Is.EqualTo("overdue"));
            Assert.That(gpus.Health("1").IsUp, Is.True);
            Assert.That(gpus.Health(null).IsUp, Is.True);
            Assert.That(gpus.Collection.Expected, Is.EqualTo(2));
            Assert.That(gpus.Messages.Count(message => message.Contains("has taken longer", StringComparison.Ordinal)), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_reading_of_the_hung_card_expires_before_the_watchdog_speaks()
    {
        var hung = new FakeGpuReader(0);
        await using var gpus = new GpuFixture(hung);
        gpus.AdvanceUntil(() => hung.Reads > 0 && gpus.View(0).Reading is not null);

        hung.Hang();
        gpus.AdvanceUntil(() => hung.IsHanging);

        // In one step: no tick of the watchdog lies between.
        gpus.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(gpus.View(0).Snapshot, Is.Null);
    }

    [Test]
    public async Task A_card_that_answers_again_is_shown_again_but_never_with_what_it_read_before_it_hung()
    {
        var reader = new FakeGpuReader(0);
        await using var gpus = new GpuFixture(reader);
        gpus.AdvanceUntil(() => gpus.Collection.Read() is [{ Reading: not null }]);
        reader.Hang();
        gpus.AdvanceUntil(() => gpus.Health("0").IsOverdue);
        var late = reader.Reads;

        reader.Free();
        gpus.Await(() => !gpus.Health("0").IsOverdue);
        var afterLate = gpus.View(0).Snapshot;
        gpus.AdvanceUntil(() => gpus.Health("0").IsUp == true);

        Assert.Multiple(() =>
        {
            Assert.That(afterLate, Is.Null);
            Assert.That(gpus.View(0).Reading!.EnergyJoules, Is.GreaterThan(late));
            Assert.That(gpus.Health("0").IsUp, Is.True);
            Assert.That(gpus.Messages, Has.One.EqualTo("GPU 0 (GPU-0) is read again."));
        });
    }

    [Test]
    public async Task A_lost_card_is_failed_and_leaves_the_others_alone()
    {
        FakeGpuReader lost = new(0), well = new(1);
        await using var gpus = new GpuFixture(lost, well);
        gpus.AdvanceUntil(() => gpus.Collection.Read().Count(view => view.Reading is not null) == 2);

        lost.Answer = _ => Readings.Lost(0);
        gpus.AdvanceUntil(() => gpus.View(0).Status == GpuStatus.Failed);
        var (lostReads, wellReads) = (lost.Reads, well.Reads);
        gpus.AdvanceUntil(() => lost.Reads > lostReads + 40 && well.Reads > wellReads + 40);

        Assert.Multiple(() =>
        {
            Assert.That(gpus.View(0).Status, Is.EqualTo(GpuStatus.Failed));
            Assert.That(gpus.View(0).Reading, Is.Null);
            Assert.That(gpus.View(1).Status, Is.EqualTo(GpuStatus.Ok));
            Assert.That(gpus.Health("0").Reason, Is.EqualTo("gpu_is_lost"));
            Assert.That(gpus.Collection.Expected, Is.EqualTo(2));
            Assert.That(gpus.Driver.Opens, Is.EqualTo(1));
            Assert.That(gpus.Messages.Count(message => message.Contains("gpu_is_lost", StringComparison.Ordinal)), Is.EqualTo(1), "told when it starts, not at every tick");
        });
    }

    [Test]
    public async Task When_every_card_has_failed_for_long_the_driver_is_opened_anew_and_the_cards_stay_failed_meanwhile()
    {
        var reader = new FakeGpuReader(0);
        await using var gpus = new GpuFixture(reader);
        gpus.AdvanceUntil(() => gpus.Collection.Read() is [{ Reading: not null }]);

        reader.Answer = _ => Readings.Lost(0);
        gpus.AdvanceUntil(() => gpus.View(0).Status == GpuStatus.Failed);
        var wasAlwaysFailed = true;
        gpus.AdvanceUntil(() =>
        {
            wasAlwaysFailed &= gpus.Collection.Read().Any(view => view.Status == GpuStatus.Failed);
            return gpus.Driver.Opens == 3;
        });

        Assert.That(wasAlwaysFailed, Is.True);
        Assert.That(gpus.Collection.Expected, Is.EqualTo(1));
    }

    [Test]
    public async Task A_driver_that_goes_away_is_opened_again_and_its_cards_come_back()
    {
        FakeGpuReader before = new(0), after = new(0);
        var first = new FakeGpuSession(before);
        var driver = new FakeGpuDriver(
            GpuOpening.Opened(first),
            GpuOpening.Failed("driver_not_loaded", "Load it."),
            GpuOpening.Opened(new FakeGpuSession(after)));
        await using var gpus = new GpuFixture(driver, before, after);
        gpus.AdvanceUntil(() => gpus.Collection.Read() is [{ Reading: not null }]);

        before.Answer = _ => Readings.Failing(0, GpuFailureScope.Session, "driver_not_loaded");
        gpus.AdvanceUntil(() => first.IsDisposed && gpus.Health(null).IsUp == false);
        var duringOutage = (gpus.Collection.Read(), gpus.Board.All.Count, gpus.Health(null).Reason, gpus.Collection.Expected);
        gpus.AdvanceUntil(() => after.Reads > 0 && gpus.Collection.Read() is [{ Reading: not null }] && gpus.Health("0").IsUp == true);

        Assert.Multiple(() =>
        {
            Assert.That(duringOutage.Item1, Is.Empty, "the cards are not broken, they are out of sight");
            Assert.That(duringOutage.Item2, Is.EqualTo(1));
            Assert.That(duringOutage.Item3, Is.EqualTo("driver_not_loaded"));
            Assert.That(duringOutage.Item4, Is.EqualTo(1));
            Assert.That(gpus.Health(null).IsUp, Is.True);
            Assert.That(gpus.Health("0").IsUp, Is.True);
        });
    }

    [Test]
    public async Task A_missing_driver_is_told_once_and_tried_again_with_growing_pauses()
    {
        var driver = new FakeGpuDriver(GpuOpening.Failed("library_not_found", "Install it."));
        await using var gpus = new GpuFixture(driver);
        var started = gpus.Clock.GetTimestamp();
        List<double> at = [];
        driver.BeforeOpen = () => at.Add(gpus.Clock.GetElapsedTime(started).TotalSeconds);

        gpus.AdvanceUntil(() => driver.Opens == 7);

        // 5 + 10 + 20 + 40 + 60 + 60; a tenth is the step of the clock, and threads hand over in between.
        Assert.That(at[^1], Is.EqualTo(195).Within(15));
        Assert.That(gpus.Messages, Has.Exactly(1).EqualTo("No GPU is read (library_not_found): Install it. Tried again in the background; the rest of the daemon runs on."));
        Assert.That(gpus.Collection.Expected, Is.Null);
        Assert.That(gpus.Health(null).Reason, Is.EqualTo("library_not_found"));
    }

    [Test]
    public async Task A_driver_that_never_opens_is_overdue_and_the_stop_does_not_wait_for_it()
    {
        using var never = new ManualResetEventSlim();
        var session = new FakeGpuSession(new FakeGpuReader(0));
        var driver = new FakeGpuDriver(GpuOpening.Opened(session)) { BeforeOpen = never.Wait };
        var gpus = new GpuFixture(driver);

        gpus.AdvanceUntil(() => gpus.Health(null).IsOverdue);
        var reason = gpus.Health(null).Reason;
        await gpus.DisposeAsync();
        never.Set();

        Assert.That(reason, Is.EqualTo("overdue"));
        Assert.That(driver.Opens, Is.EqualTo(1), "never a second thread into a driver that hangs");
        Assert.That(() => session.IsDisposed, Is.True.After(20_000, 1), "what opens too late is closed");
    }

    [Test]
    public async Task A_session_is_abandoned_and_not_closed_while_a_call_hangs_inside_it()
    {
        FakeGpuReader hung = new(0), gone = new(1);
        var session = new FakeGpuSession(hung, gone);
        await using var gpus = new GpuFixture(new FakeGpuDriver(GpuOpening.Opened(session), GpuOpening.Failed("driver_not_loaded", "Load it.")), hung, gone);
        gpus.AdvanceUntil(() => gpus.Collection.Read().Count(view => view.Reading is not null) == 2);

        hung.Hang();
        gpus.AdvanceUntil(() => gpus.Health("0").IsOverdue);
        gone.Answer = _ => Readings.Failing(1, GpuFailureScope.Session, "driver_not_loaded");
        gpus.AdvanceUntil(() => session.IsAbandoned);

        Assert.That(session.IsDisposed, Is.False);
    }

    [Test]
    public async Task A_driver_that_hangs_while_it_is_closed_is_left_behind()
    {
        using var never = new ManualResetEventSlim();
        var reader = new FakeGpuReader(0);
        var session = new FakeGpuSession(reader) { BeforeDispose = never.Wait };
        await using var gpus = new GpuFixture(new FakeGpuDriver(GpuOpening.Opened(session), GpuOpening.Failed("driver_not_loaded", "Load it.")), reader);
        gpus.AdvanceUntil(() => gpus.Collection.Read() is [{ Reading: not null }]);

        reader.Answer = _ => Readings.Failing(0, GpuFailureScope.Session, "driver_not_loaded");
        gpus.AdvanceUntil(() => session.IsAbandoned && gpus.Driver.Opens == 2);
        var wasDisposed = session.IsDisposed;
        never.Set();

        Assert.That(wasDisposed, Is.False);
        Assert.That(() => session.IsDisposed, Is.True.After(20_000, 1), "the thread that closes is still the only one to do it");
    }

    [Test]
    public async Task A_bug_in_reading_one_card_is_told_and_stops_nothing()
    {
        FakeGpuReader broken = new(0) { Answer = _ => throw new InvalidOperationException("a bug") }, well = new(1);
        await using var gpus = new GpuFixture(broken, well);

        gpus.AdvanceUntil(() => broken.Reads > 2 && well.Reads > 2 && gpus.Health("1").IsUp == true);

        Assert.That(gpus.Health("0").Reason, Is.EqualTo("internal_error"));
        Assert.That(gpus.Loggers.Logger.Entries, Has.Exactly(1).Matches<Support.RecordingLogger.Entry>(entry => entry is { Level: LogLevel.Error, Exception.Message: "a bug" }));
    }
}

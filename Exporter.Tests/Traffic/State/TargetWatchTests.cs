using Exporter.Tests.Support;
using Exporter.Traffic.Sockets;
using Exporter.Traffic.State;

namespace Exporter.Tests.Traffic.State;

/// <summary>How a target's state moves in time: what is held, what is entered at once, what is forgotten.</summary>
internal sealed class TargetWatchTests
{
    private static readonly StateLimits Limits = new("llm", Hold: TimeSpan.FromSeconds(15), StalledAfter: TimeSpan.FromSeconds(30));

    private readonly List<string> told = [];
    private ManualTimeProvider time = null!;
    private TargetWatch watch = null!;

    [SetUp]
    public void Create()
    {
        told.Clear();
        time = new ManualTimeProvider();
        watch = new TargetWatch(time);
    }

    [Test]
    public void The_first_verdict_counts_at_once_and_the_next_after_the_hold_time()
    {
        Assert.That(Look(0, With(ProbeFinding.Answered)).State, Is.EqualTo(TargetState.Ok));
        Assert.That(Look(1, With(ProbeFinding.Overloaded)).State, Is.EqualTo(TargetState.Ok));
        Assert.That(Look(14, With(ProbeFinding.Overloaded)).State, Is.EqualTo(TargetState.Ok));
        Assert.That(Look(1, With(ProbeFinding.Overloaded)).State, Is.EqualTo(TargetState.Saturated));
        Assert.That(told, Is.EqualTo(new[] { "->Ok: it answers", "Ok->Saturated: it says that it has too much to do" }));
    }

    [Test]
    public void Evidence_that_comes_and_goes_changes_nothing()
    {
        Look(0, With(ProbeFinding.Answered));
        for (var i = 0; i < 20; i++)
        {
            Look(10, With(ProbeFinding.Overloaded));
            Look(4, With(ProbeFinding.Answered));
        }

        Assert.That(told, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_refused_connection_counts_at_once_and_the_recovery_has_to_last()
    {
        Look(0, With(ProbeFinding.Answered));

        Assert.That(Look(1, With(ProbeFinding.Refused)).State, Is.EqualTo(TargetState.Down));
        Assert.That(Look(1, With(ProbeFinding.Answered)).State, Is.EqualTo(TargetState.Down));
        Assert.That(Look(14, With(ProbeFinding.Answered)).State, Is.EqualTo(TargetState.Down));
        Assert.That(Look(1, With(ProbeFinding.Answered)).State, Is.EqualTo(TargetState.Ok));
    }

    [Test]
    public void A_name_that_cannot_be_looked_up_is_down_only_once_that_has_lasted()
    {
        Look(0, With(ProbeFinding.Answered));

        Assert.That(Look(1, With(ProbeFinding.Unresolved)).State, Is.EqualTo(TargetState.Ok));
        Assert.That(Look(14, With(ProbeFinding.Unresolved)).State, Is.EqualTo(TargetState.Ok));
        Assert.That(Look(1, With(ProbeFinding.Unresolved)).State, Is.EqualTo(TargetState.Down));
        Assert.That(told[^1], Is.EqualTo("Ok->Down: its name stays unknown"));
    }

    [Test]
    public void A_look_up_that_failed_is_no_start_of_the_server()
    {
        Look(0, With(ProbeFinding.Answered));
        Look(1, With(ProbeFinding.Unresolved));
        Look(1, With(ProbeFinding.Unavailable));

        Assert.That(Look(15, With(ProbeFinding.Unavailable)).State, Is.EqualTo(TargetState.Saturated));
        Assert.That(Look(1, With(ProbeFinding.Answered)).LoadTime, Is.Null);
    }

    [Test]
    public void A_server_that_stops_answering_stays_what_it_was_until_it_counts_as_stalled()
    {
        Look(0, With(ProbeFinding.Answered));

        Assert.That(Look(29, With(ProbeFinding.TimedOut)).State, Is.EqualTo(TargetState.Ok));
        Look(1, With(ProbeFinding.TimedOut));
        Assert.That(Look(15, With(ProbeFinding.TimedOut)).State, Is.EqualTo(TargetState.Stalled));
    }

    [Test]
    public void An_engine_that_has_work_and_takes_no_step_is_stalled_and_one_without_work_is_not()
    {
        Engines(0, running: 0, beat: 7);
        Assert.That(Engines(60, running: 0, beat: 7).State, Is.EqualTo(TargetState.Ok), "nothing to do");

        Engines(1, running: 2, beat: 7);
        Engines(28, running: 2, beat: 8);
        Engines(29, running: 2, beat: 8);
        Assert.That(Engines(20, running: 2, beat: 9).State, Is.EqualTo(TargetState.Ok), "it stepped");
        Engines(30, running: 2, beat: 9);
        Assert.That(Engines(15, running: 2, beat: 9).State, Is.EqualTo(TargetState.Stalled), "health pages lie");
    }

    [Test]
    public void A_server_whose_metrics_are_read_seldom_is_not_stalled_between_two_readings()
    {
        Engines(0, running: 0, beat: 7);
        var now = Engine(running: 2, beat: 7);
        Look(0, now);
        Assert.That(Look(59, now).State, Is.EqualTo(TargetState.Ok), "one reading, looked at again and again");
        Assert.That(Look(16, now).State, Is.EqualTo(TargetState.Ok));
    }

    [Test]
    public void A_new_process_has_lost_no_context_and_was_never_ready()
    {
        var start = DateTimeOffset.UnixEpoch;
        Look(0, With(ProbeFinding.Answered) with { Gpu = new(true, false), ProcessStart = start });
        Look(1, With(ProbeFinding.Answered) with { Gpu = new(false, false), ProcessStart = start.AddSeconds(1) });
        Assert.That(Look(15, With(ProbeFinding.Answered) with { Gpu = new(false, false), ProcessStart = start }).State, Is.EqualTo(TargetState.GpuLostContext));

        Look(1, With(ProbeFinding.Unavailable) with { Gpu = new(false, false), ProcessStart = start.AddMinutes(1) });
        Assert.That(Look(15, With(ProbeFinding.Unavailable) with { Gpu = new(false, false), ProcessStart = start.AddMinutes(1) }).State, Is.EqualTo(TargetState.Loading));
    }

    [Test]
    public void Loading_is_timed_from_the_start_of_the_process_to_the_first_answer()
    {
        Assert.That(Look(0, With(ProbeFinding.Refused)).LoadTime, Is.Null);
        var start = time.GetUtcNow().AddSeconds(3);
        Look(10, With(ProbeFinding.Unavailable) with { ProcessStart = start });
        Assert.That(Look(50, With(ProbeFinding.Answered) with { ProcessStart = start }).LoadTime, Is.EqualTo(TimeSpan.FromSeconds(57)));
        Assert.That(Look(90, With(ProbeFinding.Answered) with { ProcessStart = start }).LoadTime, Is.EqualTo(TimeSpan.FromSeconds(57)), "until the next start");
    }

    [Test]
    public void A_server_that_was_ready_all_along_has_no_load_time()
    {
        Look(0, With(ProbeFinding.Answered));
        Look(15, With(ProbeFinding.Unavailable));

        Assert.That(Look(15, With(ProbeFinding.Answered)).LoadTime, Is.Null, "too much to do is no loading");
    }

    [Test]
    public void Up_is_who_listens_or_answers()
    {
        Assert.That(Look(0, new TargetEvidence()).IsUp, Is.Null);
        Assert.That(Look(0, With(ProbeFinding.Failed)).IsUp, Is.True);
        Assert.That(Look(0, With(ProbeFinding.TimedOut)).IsUp, Is.False);
        Assert.That(Look(0, With(ProbeFinding.Unresolved)).IsUp, Is.Null, "nobody was asked");
        Assert.That(Look(0, With(ProbeFinding.TimedOut) with { Sockets = Open, IsListening = true }).IsUp, Is.True);
        Assert.That(Look(0, With(ProbeFinding.Answered) with { IsListening = false }).IsUp, Is.False, "an answer of a while ago");
    }

    [Test]
    public void A_state_that_nothing_speaks_for_any_more_is_forgotten()
    {
        Look(0, With(ProbeFinding.Answered));

        Assert.That(Look(299, new TargetEvidence()).State, Is.EqualTo(TargetState.Ok));
        Assert.That(Look(2, new TargetEvidence()).State, Is.Null);
    }

    private static SocketReading Open => new(new ConnectionCounts(), 0, 128, false, 0) { Waiting = [] };

    private TargetStanding Look(double seconds, TargetEvidence now)
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        return watch.Look(now, Limits, (from, to, why) => told.Add($"{from}->{to}: {why}"));
    }

    private static TargetEvidence With(ProbeFinding finding) => new() { Probes = [new(finding, null, AsksModel: true, IsRepeated: true)] };

    private TargetEvidence Engine(double running, double beat) =>
        With(ProbeFinding.Answered) with { Server = new(time.GetUtcNow(), running, 0, beat, false) };

    private TargetStanding Engines(double seconds, double running, double beat)
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        return Look(0, Engine(running, beat));
    }
}

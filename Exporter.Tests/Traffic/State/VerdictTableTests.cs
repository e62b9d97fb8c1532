using Exporter.Host.Sockets;
using Exporter.Traffic.Sockets;
using Exporter.Traffic.State;

namespace Exporter.Tests.Traffic.State;

/// <summary>The table of evidence to verdict, row by row, and where two rows would fit the one that counts.</summary>
internal sealed class VerdictTableTests
{
    private static readonly TimeSpan StalledAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(31);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    private static IEnumerable<TestCaseData> Rows()
    {
        var answering = With(ProbeFinding.Answered);
        var open = new SocketReading(new ConnectionCounts(), 0, 128, false, 0) { Waiting = [] };
        var queued = open with { AcceptQueueLength = 3, Waiting = [new SocketEnd(1, 1)] };
        var nothing = new TargetHistory();
        var wasReady = new TargetHistory { WasReady = true };

        yield return Row("a GPU that it computed on is lost", TargetState.GpuFailed, answering with { Gpu = new(false, true) }, nothing);
        yield return Row("a GPU that it computed on is lost", TargetState.GpuFailed, With(ProbeFinding.Refused) with { Gpu = new(null, true) }, nothing);

        yield return Row("its port is closed", TargetState.Down, With(ProbeFinding.Refused), nothing);
        yield return Row("its port is closed", TargetState.Down, answering with { IsListening = false }, new TargetHistory { WasListening = true });
        yield return Row("it answers", TargetState.Ok, answering with { IsListening = false }, nothing);
        yield return Row("it was refused, and now listens again", null, With(ProbeFinding.Refused) with { Sockets = open, IsListening = true }, new TargetHistory { SinceReopened = Short });
        yield return Row("every answer is an error", TargetState.Down, With(ProbeFinding.Refused) with { Sockets = open, IsListening = true }, new TargetHistory { SinceReopened = Long });

        yield return Row("it is unavailable and was never ready", TargetState.Loading, With(ProbeFinding.Unavailable) with { Sockets = open }, nothing);
        yield return Row("it says that it has too much to do", TargetState.Saturated, With(ProbeFinding.Unavailable), wasReady);

        yield return Row("it says that it sleeps", TargetState.Sleeping, With(ProbeFinding.NotLoaded), nothing);
        yield return Row("it says that it sleeps", TargetState.Sleeping, answering with { Server = new(default, 0, 0, 5, true) }, nothing);

        yield return Row("it is up and on no GPU although it was", TargetState.GpuLostContext, answering with { Gpu = new(false, false) }, new TargetHistory { WasOnGpu = true });
        yield return Row("it answers", TargetState.Ok, answering with { Gpu = new(null, false) }, new TargetHistory { WasOnGpu = true });
        yield return Row("it answers", TargetState.Ok, answering with { Gpu = new(false, false) }, nothing);

        yield return Row("it has running requests and the engine takes no step", TargetState.Stalled, answering with { Server = new(default, 3, 9, 77, false) }, new TargetHistory { SinceHeartbeat = Long });
        yield return Row("requests wait inside it", TargetState.Saturated, answering with { Server = new(default, 3, 9, 77, false) }, new TargetHistory { SinceHeartbeat = Short });
        yield return Row("it answers", TargetState.Ok, answering with { Server = new(default, 3, 0, 77, false) }, new TargetHistory { SinceHeartbeat = Short });

        yield return Row("clients wait and none is accepted", TargetState.Stalled, With(ProbeFinding.TimedOut) with { Sockets = queued }, new TargetHistory { SinceAccept = Long });
        yield return Row("clients wait and none is accepted", TargetState.Stalled, new TargetEvidence { Sockets = queued }, new TargetHistory { SinceAccept = Long });
        yield return Row("probes come too late while clients wait", TargetState.Saturated, With(ProbeFinding.TimedOut) with { Sockets = queued }, new TargetHistory { SinceAccept = Short, SinceAnswer = Long });

        yield return Row("probes wait and none is answered", TargetState.Stalled, With(ProbeFinding.TimedOut) with { Sockets = open }, new TargetHistory { SinceAnswer = Long, SinceAccept = TimeSpan.Zero });
        yield return Row("probes wait and none is answered", TargetState.Stalled, Waiting(Long), new TargetHistory { SinceAnswer = Long });
        yield return Row("nothing", null, With(ProbeFinding.TimedOut), new TargetHistory { SinceAnswer = Short });
        yield return Row("nothing", null, Waiting(Short), new TargetHistory { SinceAnswer = Short });
        yield return Row("nothing", null, With(ProbeFinding.TimedOut) with { Server = new(default, 8, 0, 77, false) }, new TargetHistory { SinceAnswer = Long, SinceHeartbeat = Short });

        yield return Row("its accept queue is full", TargetState.Saturated, answering with { Sockets = open with { IsAcceptQueueFull = true } }, wasReady);
        yield return Row("it says that it has too much to do", TargetState.Saturated, With(ProbeFinding.Overloaded), wasReady);

        yield return Row("every answer is an error", TargetState.Down, With(ProbeFinding.Failed) with { Sockets = open }, wasReady);
        yield return Row("it answers", TargetState.Ok, answering, nothing);

        yield return Row("its name stays unknown", TargetState.Down, With(ProbeFinding.Unresolved), wasReady);
        yield return Row("nothing", null, With(ProbeFinding.Unresolved, isRepeated: false), wasReady);
        yield return Row("nothing", null, With(ProbeFinding.Unresolved) with { Sockets = open, IsListening = true }, wasReady);
        yield return Row("its port is closed", TargetState.Down, With(ProbeFinding.Unresolved) with { IsListening = false }, new TargetHistory { WasListening = true });
        yield return Row("every answer is an error", TargetState.Down, And(With(ProbeFinding.Refused), ProbeFinding.Unresolved), wasReady);
        yield return Row("it answers", TargetState.Ok, And(answering, ProbeFinding.Unresolved), wasReady);

        // One failure is chance.
        yield return Row("nothing", null, With(ProbeFinding.Failed, isRepeated: false), wasReady);
        yield return Row("nothing", null, With(ProbeFinding.Overloaded, isRepeated: false), wasReady);
        yield return Row("nothing", null, With(ProbeFinding.TimedOut, isRepeated: false), new TargetHistory { SinceAnswer = Long });
        yield return Row("it is not probed and listens or tells its metrics", TargetState.Ok, new TargetEvidence { Sockets = open, IsListening = true }, nothing);
        yield return Row("nothing", null, new TargetEvidence(), nothing);
    }

    [TestCaseSource(nameof(Rows))]
    public void The_evidence_leads_to_the_row(string row, TargetState? state, TargetEvidence now, object before)
    {
        var found = VerdictTable.Find(now, (TargetHistory)before, StalledAfter);

        Assert.That(found?.Name ?? "nothing", Is.EqualTo(row));
        Assert.That(found?.Verdict?.State, Is.EqualTo(state));
    }

    [Test]
    public void Every_row_is_reached_by_a_case()
    {
        var reached = Rows().Select(r => (string)r.Arguments[0]!).ToHashSet();

        Assert.That(VerdictTable.Rows.Select(r => r.Name).Except(reached), Is.Empty);
    }

    [Test]
    public void A_health_page_that_answers_does_not_speak_for_a_model_that_does_not()
    {
        var evidence = new TargetEvidence
        {
            Probes = [new(ProbeFinding.Answered, null, AsksModel: false, IsRepeated: false), new(ProbeFinding.TimedOut, null, AsksModel: true, IsRepeated: true)],
        };

        Assert.That(VerdictTable.Find(evidence, new TargetHistory { SinceAnswer = Long }, StalledAfter)?.Verdict?.State, Is.EqualTo(TargetState.Stalled));
    }

    [Test]
    public void Only_a_closed_port_and_a_lost_GPU_are_certain() =>
        Assert.That(VerdictTable.Rows.Where(r => r.Verdict?.IsCertain == true).Select(r => r.Name), Is.EqualTo(new[] { "a GPU that it computed on is lost", "its port is closed" }));

    private static TestCaseData Row(string row, TargetState? state, TargetEvidence now, TargetHistory before) => new(row, state, now, before);

    private static TargetEvidence With(ProbeFinding finding, bool isRepeated = true) => new() { Probes = [new(finding, null, AsksModel: true, isRepeated)] };

    private static TargetEvidence And(TargetEvidence evidence, ProbeFinding finding) => evidence with { Probes = [.. evidence.Probes, .. With(finding).Probes] };

    private static TargetEvidence Waiting(TimeSpan age) => new() { Probes = [new(null, age, AsksModel: true, IsRepeated: false)] };
}

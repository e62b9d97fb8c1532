using System.Text;
using Exporter.Probes;
using Exporter.Probes.Protocols.Gradio;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols.Gradio;

/// <summary>Messages at exact moments: what of the queue's talk is an answer, and whose time passes.</summary>
public class GradioQueueMessagesTests
{
    private readonly ManualTimeProvider clock = new();

    [Test]
    public void Only_growth_of_the_answer_is_a_token()
    {
        var result = Read(
            sendsChanges: true,
            (10, """{"msg":"estimation","rank":1,"queue_size":2}"""),
            (500, """{"msg":"heartbeat"}"""),
            (490, """{"msg":"process_starts","eta":1.5}"""),
            (50, """{"msg":"progress","progress_data":[{"index":1,"length":4,"desc":"step"}]}"""),
            (20, """{"msg":"log","log":"nearly","level":"info"}"""),
            (30, """{"msg":"process_generating","output":{"data":[""],"duration":0.05},"success":true}"""),
            (100, """{"msg":"process_generating","output":{"data":[[["append",[],"a"]]],"duration":0.1},"success":true}"""),
            (40, """{"msg":"process_generating","output":{"data":[[]],"duration":0.04},"success":true}"""),
            (60, """{"msg":"process_generating","output":{"data":[[["append",[]," b"]]],"duration":0.06},"success":true}"""),
            (25, """{"msg":"process_completed","output":{"data":["a b"],"is_generating":false,"duration":0.02},"success":true}"""));

        Assert.Multiple(() =>
        {
            Assert.That(result.IsSuccess, result.Reason);
            Assert.That(result.Stream!.Chunks, Is.EqualTo(2));
            Assert.That(result.Stream.TimeToFirstToken.TotalMilliseconds, Is.EqualTo(1200));
            Assert.That(result.Stream.TimeToLastToken.TotalMilliseconds, Is.EqualTo(1300));
            Assert.That(result.Stream.MaxGap!.Value.TotalMilliseconds, Is.EqualTo(100));
            Assert.That(result.ServerDurations!.Queue!.Value.TotalMilliseconds, Is.EqualTo(990), "from the first word of the queue to the turn");
            Assert.That(result.ServerDurations.Inference!.Value.TotalMilliseconds, Is.EqualTo(270), "the sum of the steps");
        });
    }

    [Test]
    public void The_wait_ends_when_the_app_asks_for_the_arguments()
    {
        var result = Read(
            sendsChanges: false,
            (10, """{"msg":"estimation","rank":0,"queue_size":1}"""),
            (200, """{"msg":"send_data"}"""),
            (300, """{"msg":"process_starts"}"""),
            (100, """{"msg":"process_completed","output":{"data":["a"],"duration":0.1},"success":true}"""));

        Assert.That(result.ServerDurations!.Queue!.Value.TotalMilliseconds, Is.EqualTo(200));
    }

    [Test]
    public void Whole_pieces_are_no_changes_and_the_last_message_may_repeat_one()
    {
        var result = Read(
            sendsChanges: false,
            (10, """{"msg":"process_generating","output":{"data":["a"],"is_generating":true,"duration":0.1},"success":true}"""),
            (10, """{"msg":"process_generating","output":{"data":["a b"],"is_generating":true,"duration":0.1},"success":true}"""),
            (10, """{"msg":"process_completed","output":{"data":["a b"],"is_generating":true,"duration":0.1},"success":true}"""));

        Assert.That(result.Stream!.Chunks, Is.EqualTo(2));
        Assert.That(result.ServerDurations!.Inference!.Value.TotalMilliseconds, Is.EqualTo(200));
        Assert.That(result.ServerDurations.Queue, Is.Null, "nothing was told of a queue");
    }

    [Test]
    public void A_function_that_takes_a_stream_in_sends_whole_pieces_always()
    {
        var result = Read(
            sendsChanges: true,
            (10, """{"msg":"process_streaming","output":{"data":["a"]},"success":true}"""),
            (10, """{"msg":"process_streaming","output":{"data":["b"]},"success":true}"""),
            (10, """{"msg":"process_completed","output":{"data":["b"]},"success":true}"""));

        Assert.That(result.IsSuccess, result.Reason);
        Assert.That(result.Stream!.Chunks, Is.EqualTo(2));
    }

    [Test]
    public void Changes_that_do_not_fit_are_told()
    {
        var result = Read(
            sendsChanges: true,
            (10, """{"msg":"process_generating","output":{"data":["a"]},"success":true}"""),
            (10, """{"msg":"process_generating","output":{"data":[[["append",[5],"b"]]]},"success":true}"""));

        Assert.That(result.ErrorType, Is.EqualTo(ProbeErrorType.Other));
        Assert.That(result.Reason, Is.EqualTo("""the changes to the answer do not fit it: [[["append",[5],"b"]]]"""));
    }

    [TestCase("""{"msg":"estimation","queue_size":2}""", Description = "no rank")]
    [TestCase("""{"msg":"estimation","rank":null,"queue_size":2}""")]
    [TestCase("""{"msg":"estimation","rank":-1,"queue_size":2}""")]
    [TestCase("""{"msg":"estimation","rank":"2"}""")]
    public void A_place_that_is_not_told_is_none(string message)
    {
        var result = Read(sendsChanges: false, (10, message), (10, """{"msg":"process_completed","output":{"data":["a"]},"success":true}"""));

        Assert.That(result.IsSuccess, result.Reason);
        Assert.That(result.QueueJoined, Is.Null);
    }

    private ProbeResult Read(bool sendsChanges, params (int AfterMilliseconds, string Json)[] messages)
    {
        var run = new ProbeRun(clock);
        run.Begin();
        run.RequestWritten();
        run.HeadersReceived(200);
        run.BeginStream();
        var app = new GradioApp
        {
            Version = "5.45.0",
            Prefix = "",
            HasCall = true,
            Queue = GradioQueueKind.StreamLast,
            SendsChanges = sendsChanges,
            Functions = new Dictionary<string, GradioFunction>(),
        };
        var reader = new GradioQueueMessages(run, app, new GradioFunction("chat", 0, Streams: true, IsQueued: true), "/0");
        foreach (var (after, json) in messages)
        {
            clock.Advance(TimeSpan.FromMilliseconds(after));
            if (reader.Take(Encoding.UTF8.GetBytes(json), clock.GetTimestamp()) is { } failure)
            {
                return failure;
            }
        }

        return run.Succeed();
    }
}

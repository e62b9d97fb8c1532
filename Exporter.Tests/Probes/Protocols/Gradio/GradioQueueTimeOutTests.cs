using Exporter.Probes;
using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Protocols.Gradio;

/// <summary>What a person on call is told of a call that came to no end in the queue.</summary>
public class GradioQueueTimeOutTests
{
    private const string Place = """{"msg":"estimation","rank":3,"queue_size":4,"rank_eta":null}""";
    private const string Nearer = """{"msg":"estimation","rank":1,"queue_size":2,"rank_eta":2.5}""";

    private static readonly string Five = ScriptedGradio.Config("5.45.0", """ "protocol":"sse_v3","enable_queue":true, """, ("predict", false), ("chat", true));
    private static readonly string Three = ScriptedGradio.Config("3.50.2", """ "enable_queue":true, """, ("predict", false));

    [TestCase("chat", "timeout timeout_first_token: time-out of 10s waiting in the server's queue, at rank 1 of 2 (0 is next), having joined at rank 3 of 4")]
    [TestCase("predict", "timeout timeout_total: time-out of 10s waiting in the server's queue, at rank 1 of 2 (0 is next), having joined at rank 3 of 4")]
    public async Task A_time_out_in_the_queue_tells_the_place(string function, string expected)
    {
        var reached = false;
        await using var app = new ScriptedGradio(Five, null, async connection =>
        {
            await connection.BeginStreamAsync();
            await connection.ChunkAsync(ScriptedGradio.Message(Place));
            await connection.ChunkAsync(ScriptedGradio.Message(Nearer) + ScriptedGradio.Message("""{"msg":"heartbeat"}"""));
            Volatile.Write(ref reached, true);
            await connection.HoldAsync();
        });

        Assert.That(await TimeOutAsync(app, function, run => Volatile.Read(ref reached) && run.Queue?.Last == new QueuePlace(1, 2)), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_time_out_on_a_WebSocket_tells_the_place_too()
    {
        await using var app = new ScriptedGradio(Three, socket: async socket =>
        {
            await socket.SendAsync(Place);
            await socket.HoldAsync();
        });

        Assert.That(
            await TimeOutAsync(app, "predict", run => run.Queue?.Last is not null),
            Is.EqualTo("timeout timeout_total: time-out of 10s waiting in the server's queue, at rank 3 of 4 (0 is next), having joined at rank 3 of 4"));
    }

    [Test]
    public async Task A_time_out_after_the_queue_tells_how_much_of_it_the_queue_took()
    {
        await using var app = new ScriptedGradio(Five, null, async connection =>
        {
            await connection.BeginStreamAsync();
            await connection.ChunkAsync(ScriptedGradio.Message(Place) + ScriptedGradio.Message("""{"msg":"process_starts"}"""));
            await connection.HoldAsync();
        });

        // The clock stands still until the time-out.
        Assert.That(
            await TimeOutAsync(app, "chat", run => run.Queue?.Waited is not null),
            Is.EqualTo("timeout timeout_first_token: time-out of 10s waiting for the first token, 0s of it in the server's queue"));
    }

    private static Task<string> TimeOutAsync(ScriptedGradio app, string function, Func<ProbeRun, bool> reached) =>
        Hang.UntilTimeOutAsync(app.Url, ProbeBench.Gradio(function), ProbeStage.Receiving, reached);
}

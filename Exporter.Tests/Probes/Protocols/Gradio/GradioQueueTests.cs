using System.Text.Json;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Protocols.Gradio;

/// <summary>How the queue of each version is joined, and what becomes of a call when it breaks.</summary>
public class GradioQueueTests
{
    private const string Place = """{"msg":"estimation","rank":3,"queue_size":4,"rank_eta":null}""";
    private const string Nearer = """{"msg":"estimation","rank":1,"queue_size":2,"rank_eta":2.5}""";
    private const string Starts = """{"msg":"process_starts"}""";
    private const string Completed = """{"msg":"process_completed","output":{"data":["hello"],"is_generating":false,"duration":0.25},"success":true}""";

    private static readonly string Three = ScriptedGradio.Config("3.50.2", """ "enable_queue":true, """, ("predict", false), ("chat", true));
    private static readonly string Early = ScriptedGradio.Config("4.8.0", """ "protocol":"sse","enable_queue":true, """, ("predict", false), ("chat", true));
    private static readonly string Five = ScriptedGradio.Config("5.45.0", """ "protocol":"sse_v3","enable_queue":true, """, ("predict", false), ("chat", true));

    [TestCase("4.9.0", """ "protocol":"sse_v1", """, "")]
    [TestCase("4.19.2", """ "protocol":"sse_v2", """, "")]
    [TestCase("4.21.0", """ "protocol":"sse_v2.1", """, "")]
    [TestCase("4.44.1", """ "protocol":"sse_v3", """, "")]
    [TestCase("5.0.0", "", "/gradio_api", Description = "no protocol in its configuration")]
    [TestCase("6.25.0", """ "protocol":"sse_v3","api_prefix":"/elsewhere/", """, "/elsewhere")]
    [TestCase("7.0.0", """ "protocol":"sse_v4", """, "/gradio_api", Description = "none of today's")]
    public async Task Since_4_9_the_arguments_come_first(string version, string extra, string prefix)
    {
        await using var app = new ScriptedGradio(
            ScriptedGradio.Config(version, extra, ("predict", false)), null, ScriptedGradio.Messages(Place, Nearer, Starts, Completed));

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict", """["a", 2, null]""", "hello"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(app.Asked, Is.EqualTo(new[] { "GET /config", $"POST {prefix}/queue/join", $"GET {prefix}/queue/data?session_hash=S" }));
        var session = app.Requests[2].Split("session_hash=")[1][..11];
        Assert.That(app.Requests[1], Does.EndWith($$"""{"data":["a", 2, null],"event_data":null,"fn_index":1,"session_hash":"{{session}}"}"""));
        Assert.That(app.Connections, Is.EqualTo(2), "one for the configuration, one for the call");
        Assert.That($"{result.QueueJoined} > {result.QueueLast}", Is.EqualTo("rank 3 of 4 > rank 1 of 2"));
        Assert.That(result.ServerDurations?.Inference, Is.EqualTo(TimeSpan.FromSeconds(0.25)));
        Assert.That(result.ServerDurations?.Queue, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(result.Stream, Is.Null, "a function that answers at once has no first token");
    }

    [Test]
    public async Task From_4_0_to_4_8_the_stream_comes_first_and_the_arguments_when_it_is_their_turn()
    {
        var sent = new TaskCompletionSource();
        await using var app = new ScriptedGradio(
            Early,
            async connection =>
            {
                await connection.AnswerAsync(200, "null");
                sent.SetResult();
            },
            async connection =>
            {
                await connection.BeginStreamAsync();
                await connection.ChunkAsync(ScriptedGradio.Message(Place));
                await connection.ChunkAsync(ScriptedGradio.Message("""{"msg":"send_data","event_id":"e\"1"}"""));
                await sent.Task;
                await connection.ChunkAsync(ScriptedGradio.Message(Starts));
                await connection.ChunkAsync(ScriptedGradio.Message(Completed));
                await connection.EndStreamAsync();
            });

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict", """["a"]""", "hello"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(app.Asked, Is.EqualTo(new[] { "GET /config", "GET /queue/join?fn_index=1&session_hash=S", "POST /queue/data" }));
        var session = app.Requests[1].Split("session_hash=")[1][..11];
        using var arguments = JsonDocument.Parse(app.Requests[2].Split("\r\n\r\n")[1]);
        Assert.That(arguments.RootElement.GetProperty("event_id").GetString(), Is.EqualTo("e\"1"));
        Assert.That(arguments.RootElement.GetProperty("session_hash").GetString(), Is.EqualTo(session));
        Assert.That(arguments.RootElement.GetProperty("data").GetRawText(), Is.EqualTo("""["a"]"""));
        Assert.That(result.QueueJoined, Is.EqualTo(new QueuePlace(3, 4)));
        Assert.That(result.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Arguments_that_are_refused_end_the_call()
    {
        await using var app = new ScriptedGradio(
            Early,
            connection => connection.AnswerAsync(500, "Internal Server Error", "text/plain"),
            async connection =>
            {
                await connection.BeginStreamAsync();
                await connection.ChunkAsync(ScriptedGradio.Message("""{"msg":"send_data","event_id":"e1"}"""));
                await connection.HoldAsync();
            });

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict"));

        Assert.That($"{ProbeBench.Verdict(result)}: {result.Reason}", Is.EqualTo("http_error http_5xx: status 500: Internal Server Error"));
    }

    [Test]
    public async Task The_queue_of_Gradio_3_is_a_WebSocket()
    {
        var said = new List<string>();
        await using var app = new ScriptedGradio(Three, socket: async socket =>
        {
            await socket.SendAsync("""{"msg":"send_hash"}""");
            said.Add(await socket.ReadTextAsync());
            await socket.SendAsync(Place);
            await socket.SendAsync("""{"msg":"send_data"}""");
            said.Add(await socket.ReadTextAsync());
            await socket.SendAsync(Starts);
            await socket.SendAsync(Completed);
            await socket.CloseAsync();
            await socket.HoldAsync();
        });

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict", """["a"]""", "hello"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(app.Asked, Is.EqualTo(new[] { "GET /config", "GET /queue/join" }));
        Assert.That(app.Requests[1], Does.Not.Contain("Sec-WebSocket-Protocol"));
        var session = said[0].Split('"')[^2];
        Assert.That(said[0], Is.EqualTo($$"""{"fn_index":1,"session_hash":"{{session}}"}"""));
        Assert.That(said[1], Is.EqualTo($$"""{"data":["a"],"event_data":null,"fn_index":1,"session_hash":"{{session}}"}"""));
        Assert.That(result.QueueJoined, Is.EqualTo(new QueuePlace(3, 4)));
        Assert.That(result.ServerDurations?.Inference, Is.EqualTo(TimeSpan.FromSeconds(0.25)));
    }

    /// <summary>What the function says of itself goes before what the app says of all.</summary>
    [TestCase("3.50.2", "", "null", "POST /run/predict")]
    [TestCase("3.50.2", """ "enable_queue":false, """, "null", "POST /run/predict")]
    [TestCase("3.50.2", """ "enable_queue":false, """, "true", "GET /queue/join")]
    [TestCase("3.50.2", """ "enable_queue":true, """, "null", "GET /queue/join")]
    [TestCase("3.50.2", """ "enable_queue":true, """, "false", "POST /run/predict")]
    [TestCase("4.44.1", """ "enable_queue":true, """, "false", "POST /run/predict")]
    [TestCase("4.44.1", "", "null", "POST /queue/join")]
    [TestCase("6.25.0", """ "enable_queue":true, """, "false", "POST /gradio_api/run/predict")]
    public async Task A_function_that_is_not_queued_is_called_at_once(string version, string extra, string queue, string asked)
    {
        await using var app = new ScriptedGradio(
            $$"""{"version":"{{version}}",{{extra}}"dependencies":[{"api_name":"predict","queue":{{queue}}}]}""",
            connection => connection.AnswerAsync(200, """{"data":["hello"],"event_id":"e1"}"""),
            ScriptedGradio.Messages(Completed),
            socket => socket.SendAsync(Completed));

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict", "[]", "hello"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(app.Asked.ElementAt(1), Is.EqualTo(asked));
    }

    [Test]
    public async Task A_function_is_known_by_its_number_where_the_app_gives_numbers()
    {
        await using var app = new ScriptedGradio(
            """{"version":"5.45.0","protocol":"sse_v3","dependencies":[{"id":4,"api_name":false},{"id":7,"api_name":"predict"}]}""", null, ScriptedGradio.Messages(Completed));

        await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict"));

        Assert.That(app.Requests[1], Does.Contain("\"fn_index\":7,"));
    }

    [TestCase("""{"msg":"queue_full"}""", "protocol_error stream_error", "the app's queue is full (queue_full)")]
    [TestCase("""{"msg":"unexpected_error","event_id":null,"message":"404: Not Found","session_not_found":true,"success":false}""", "protocol_error stream_error", "the app broke the call off (unexpected_error): 404: Not Found")]
    [TestCase("""{"msg":"unexpected_error","message":null}""", "protocol_error stream_error", "the app broke the call off (unexpected_error): it does not say why")]
    [TestCase("""{"msg":"server_stopped","success":false}""", "protocol_error stream_error", "the app is being stopped (server_stopped)")]
    [TestCase("""{"msg":"close_stream"}""", "protocol_error stream_truncated", "the queue's messages ended before process_completed, after 0 chunks, at rank 3 of 4")]
    [TestCase("""{"msg":"process_completed","output":{},"success":true}""", "protocol_error other", "the call was ended without an answer")]
    [TestCase("""{"msg":"process_completed","output":{"error":null},"success":false}""", "protocol_error stream_error", "the function failed (process_completed) without saying why; the app's log has its traceback")]
    [TestCase("""{"msg":"process_completed","output":{"error":"None"},"success":false}""", "protocol_error stream_error", "the function failed (process_completed) without saying why; the app's log has its traceback")]
    [TestCase("""{"msg":"process_completed","output":{"error":"no such model"}}""", "protocol_error stream_error", "the function failed (process_completed): no such model")]
    [TestCase("""{"msg":"process_generating","output":{"error":"CUDA out of memory"},"success":false}""", "protocol_error out_of_memory", "the function failed (process_generating): CUDA out of memory")]
    [TestCase("""{"msg":"process_generating","output":{},"success":true}""", "protocol_error other", "a piece of the answer has no data")]
    [TestCase("{", "protocol_error not_json", "a message of the queue is no JSON: ")]
    [TestCase("[]", "protocol_error stream_truncated", "the queue's messages ended before process_completed, after 0 chunks, at rank 3 of 4")]
    public async Task A_call_that_breaks_has_its_failure(string message, string verdict, string reason)
    {
        await using var app = new ScriptedGradio(Five, null, ScriptedGradio.Messages(Place, message));
        await using var three = new ScriptedGradio(Three, socket: async socket =>
        {
            await socket.SendAsync(Place);
            await socket.SendAsync(message);
            await socket.CloseAsync();
            await socket.HoldAsync();
        });

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict"));
        var same = await ProbeBench.AskAsync(three.Url, ProbeBench.Gradio("predict"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Does.StartWith(reason));
        Assert.That($"{ProbeBench.Verdict(same)} {same.Reason}", Is.EqualTo($"{verdict} {result.Reason}"), "on a WebSocket it means the same");
    }

    [TestCase(503, """{"detail":"Queue is full. Max size is 1 and size is 1."}""", "http_error http_5xx", "status 503: Queue is full. Max size is 1 and size is 1.")]
    [TestCase(422, """{"detail":[{"is_valid":false,"message":"too long"}]}""", "http_error http_4xx", "status 422: ")]
    [TestCase(200, "[]", "protocol_error other", "the answer to the call has no event_id")]
    public async Task A_queue_that_takes_no_call_has_its_failure(int status, string body, string verdict, string reason)
    {
        await using var app = new ScriptedGradio(Five, connection => connection.AnswerAsync(status, body));

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Does.StartWith(reason));
        Assert.That(result.QueueJoined, Is.Null);
    }

    [Test]
    public async Task A_stream_that_is_none_is_told()
    {
        await using var app = new ScriptedGradio(Five, null, connection => connection.AnswerAsync(200, "<html></html>", "text/html"));

        Assert.That((await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict"))).Reason, Is.EqualTo("the answer of the queue is text/html, no event stream"));
    }

    [Test]
    public async Task An_app_behind_a_proxy_without_WebSockets_is_told()
    {
        await using var app = new ScriptedGradio(Three, events: connection => connection.AnswerAsync(200, "<html></html>", "text/html"));
        await using var refused = new ScriptedGradio(Three, events: connection => connection.AnswerAsync(403, ""));

        Assert.That((await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict"))).Reason, Is.EqualTo("no WebSocket of a Gradio queue: status 200 instead of a WebSocket"));
        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(refused.Url, ProbeBench.Gradio("predict"))), Is.EqualTo("http_error http_4xx"));
    }

    [Test]
    public async Task A_connection_lost_inside_the_answer_is_a_cut_stream()
    {
        const string piece = """{"msg":"process_generating","output":{"data":["he"]},"success":true}""";
        await using var five = new ScriptedGradio(Five, null, async connection =>
        {
            await connection.BeginStreamAsync();
            await connection.ChunkAsync(ScriptedGradio.Message(Starts));
            await connection.ChunkAsync(ScriptedGradio.Message(piece));
            throw new IOException("The app dies.");
        });
        await using var three = new ScriptedGradio(Three, socket: async socket =>
        {
            await socket.SendAsync(piece);
        });

        var cut = await ProbeBench.AskAsync(five.Url, ProbeBench.Gradio("chat"));
        var dropped = await ProbeBench.AskAsync(three.Url, ProbeBench.Gradio("chat"));

        Assert.That(ProbeBench.Verdict(cut), Is.EqualTo("protocol_error stream_truncated"), cut.Reason);
        Assert.That(cut.Reason, Does.StartWith("the stream was cut after 1 chunk"));
        Assert.That($"{ProbeBench.Verdict(dropped)}: {dropped.Reason}", Is.EqualTo("protocol_error stream_truncated: the queue's messages ended before process_completed, after 1 chunk"));
    }

    [Test]
    public async Task What_is_no_WebSocket_frame_is_told()
    {
        await using var app = new ScriptedGradio(Three, socket: async socket =>
        {
            await socket.SendRawAsync([.. Enumerable.Repeat((byte)0xFF, 16)]);
            await socket.HoldAsync();
        });

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Does.StartWith("no valid WebSocket message"));
    }

    [Test]
    public async Task Messages_over_the_limit_are_given_up()
    {
        var message = $$"""{"msg":"log","log":"{{new string('x', 3000)}}"}""";
        await using var five = new ScriptedGradio(Five, null, ScriptedGradio.Messages(message));
        await using var three = new ScriptedGradio(Three, socket: socket => socket.SendAsync(message));
        var config = ProbeBench.Gradio("predict") with { BodySizeLimitBytes = 2048 };

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(five.Url, config)), Is.EqualTo("protocol_error body_too_large"));
        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(three.Url, config)), Is.EqualTo("protocol_error body_too_large"));
    }
}

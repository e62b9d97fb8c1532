using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>How a Gradio app is called by <c>/call/</c> and <c>/run/</c>, and what its failures are called.</summary>
public class GradioProbeTests
{
    private const string Complete = "event: complete\ndata: [\"hello\"]\n\n";
    private const string Direct = """{"data":["hello"],"is_generating":false,"duration":0.25,"average_duration":0.5}""";

    private static readonly string Five = ScriptedGradio.Config("5.45.0", "", ("predict", false), ("chat", true));

    [TestCase("4.20.0", """ "protocol":"sse_v2", """, "POST /call/predict", "GET /call/predict/e1")]
    [TestCase("4.44.1", """ "protocol":"sse_v3", """, "POST /call/predict", "GET /call/predict/e1")]
    [TestCase("5.0.0", """ "protocol":"sse_v3", """, "POST /gradio_api/call/predict", "GET /gradio_api/call/predict/e1")]
    [TestCase("5.45.0", """ "api_prefix":"/gradio_api", """, "POST /gradio_api/call/predict", "GET /gradio_api/call/predict/e1")]
    [TestCase("6.13.0", """ "api_prefix":"/elsewhere/", """, "POST /elsewhere/call/predict", "GET /elsewhere/call/predict/e1")]
    [TestCase("6.0.0.dev1", "", "POST /gradio_api/call/predict", "GET /gradio_api/call/predict/e1")]
    public async Task The_version_decides_where_call_is(string version, string extra, params string[] asked)
    {
        await using var app = new ScriptedGradio(ScriptedGradio.Config(version, extra, ("predict", false)), null, ScriptedGradio.Events(Complete));

        var result = await ProbeBench.AskAsync(app.Url, ByCall("predict", """["a", 2, null]""", "hello"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(app.Asked, Is.EqualTo(new[] { "GET /config" }.Concat(asked)));
        Assert.That(app.Requests[1], Does.EndWith("""{"data":["a", 2, null]}"""));
        Assert.That(result.ServerDurations, Is.Null, "this path tells nothing of the server's time");
        Assert.That(result.QueueJoined, Is.Null);
        Assert.That(result.Stream, Is.Null, "a function that answers at once has no first token");
    }

    [Test]
    public async Task An_app_without_call_is_not_asked_for_it()
    {
        await using var app = new ScriptedGradio(ScriptedGradio.Config("4.19.2", """ "protocol":"sse_v2", """, ("predict", false)));

        var result = await ProbeBench.AskAsync(app.Url, ByCall("predict"));

        Assert.That($"{ProbeBench.Verdict(result)}: {result.Reason}", Is.EqualTo("protocol_error other: the app (Gradio 4.19.2) has no /call/, which came with 4.20"));
        Assert.That(app.Asked, Is.EqualTo(new[] { "GET /config" }));
    }

    [TestCase("3.50.2", "POST /run/predict")]
    [TestCase("4.44.1", "POST /run/predict")]
    [TestCase("6.25.0", "POST /gradio_api/run/predict")]
    public async Task Past_the_queue_it_is_one_request(string version, string asked)
    {
        await using var app = new ScriptedGradio(ScriptedGradio.Config(version, "", ("predict", false)), connection => connection.AnswerAsync(200, Direct));

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict", """["a"]""", "hello") with { CallPath = GradioCallPath.Run });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(app.Asked, Is.EqualTo(new[] { "GET /config", asked }));
        Assert.That(app.Requests[1], Does.EndWith("""{"data":["a"]}"""));
        Assert.That(result.ServerDurations?.Inference, Is.EqualTo(TimeSpan.FromSeconds(0.25)));
        Assert.That(result.QueueJoined, Is.Null);
    }

    [Test]
    public async Task The_first_piece_of_a_function_that_streams_is_not_its_answer()
    {
        await using var app = new ScriptedGradio(Five, connection => connection.AnswerAsync(200, """{"data":["he"],"is_generating":true,"duration":0.25}"""));

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("chat") with { CallPath = GradioCallPath.Run });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Is.EqualTo("the function streams, and outside the queue only its first piece can be had"));
    }

    [Test]
    public async Task A_path_of_the_target_and_a_slash_of_the_function_are_kept()
    {
        await using var app = new ScriptedGradio(Five, null, ScriptedGradio.Events(Complete));

        await ProbeBench.AskAsync(new Uri(app.Url, "/my/app/"), ByCall("a b/c"));

        Assert.That(app.Asked, Is.EqualTo(new[] { "GET /my/app/config", "POST /my/app/gradio_api/call/a%20b/c", "GET /my/app/gradio_api/call/a%20b/c/e1" }));
    }

    [Test]
    public async Task The_app_is_looked_up_once_and_again_after_a_failure()
    {
        var failing = false;
        await using var app = new ScriptedGradio(Five, null, connection => ScriptedGradio.Events(failing ? "event: error\ndata: null\n\n" : Complete)(connection));
        using var probe = ProbeFactory.Create(ProbeBench.Target(app.Url), ByCall("predict"));

        await ProbeBench.AskAsync(probe);
        await ProbeBench.AskAsync(probe);
        failing = true;
        var failed = await ProbeBench.AskAsync(probe);
        failing = false;
        var recovered = await ProbeBench.AskAsync(probe);

        Assert.That(ProbeBench.Verdict(failed), Is.EqualTo("protocol_error stream_error"));
        Assert.That(ProbeBench.Verdict(recovered), Is.EqualTo("success -"), recovered.Reason);
        Assert.That(app.Asked.Select(line => line.Split('/')[^1]), Is.EqualTo(new[] { "config", "predict", "e1", "predict", "e1", "predict", "e1", "config", "predict", "e1" }));
    }

    [Test]
    public async Task A_wrong_answer_does_not_send_for_the_configuration_again()
    {
        await using var app = new ScriptedGradio(Five, null, ScriptedGradio.Events(Complete));
        using var probe = ProbeFactory.Create(ProbeBench.Target(app.Url), ByCall("predict", contains: "panda"));

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(probe)), Is.EqualTo("invalid assertion"));
        await ProbeBench.AskAsync(probe);

        Assert.That(app.Asked.Count(line => line == "GET /config"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_call_and_its_events_share_one_connection_that_ends_with_the_probe()
    {
        await using var app = new ScriptedGradio(Five, null, ScriptedGradio.Events(Complete));
        using var probe = ProbeFactory.Create(ProbeBench.Target(app.Url), ByCall("predict"));

        var first = await ProbeBench.AskAsync(probe);
        var second = await ProbeBench.AskAsync(probe);

        Assert.That(app.Connections, Is.EqualTo(3), "one for the configuration, one for each call");
        Assert.That(first.Phases.Connect, Is.Not.Null);
        Assert.That(second.Phases.Connect, Is.Not.Null);
        Assert.That(second.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task A_kept_connection_serves_everything()
    {
        await using var app = new ScriptedGradio(Five, null, ScriptedGradio.Events(Complete));
        using var probe = ProbeFactory.Create(ProbeBench.Target(app.Url), ByCall("predict") with { Connection = ConnectionMode.Reuse });

        await ProbeBench.AskAsync(probe);
        var second = await ProbeBench.AskAsync(probe);

        Assert.That(ProbeBench.Verdict(second), Is.EqualTo("success -"), second.Reason);
        Assert.That(app.Connections, Is.EqualTo(1));
        Assert.That(second.Phases.Connect, Is.Null);
    }

    [Test]
    public async Task A_server_that_closes_after_each_answer_is_asked_over_a_second_connection()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            var answer = request.StartsWith("POST", StringComparison.Ordinal) ? """{"event_id":"e1"}""" : request.Contains("/config", StringComparison.Ordinal) ? Five : null;
            if (answer is not null)
            {
                await connection.AnswerAsync(200, answer, headers: "Connection: close\r\n");
                return;
            }

            await ScriptedGradio.Events(Complete)(connection);
        });

        var result = await ProbeBench.AskAsync(server, ByCall("predict"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(server.Connections, Is.EqualTo(3));
    }

    [TestCase(503, """{"detail":"Queue is full. Max size is 1 and size is 1."}""", "http_error http_5xx", "status 503: Queue is full. Max size is 1 and size is 1.")]
    [TestCase(422, """{"detail":"Validation failed"}""", "http_error http_4xx", "status 422: Validation failed")]
    [TestCase(429, "", "http_error http_429", "status 429")]
    [TestCase(500, "Traceback (most recent call last):\n  File \"a.py\", line 1\ntorch.OutOfMemoryError: CUDA out of memory.\n", "http_error out_of_memory", "status 500: torch.OutOfMemoryError: CUDA out of memory.")]
    [TestCase(200, "[]", "protocol_error other", "the answer to the call has no event_id")]
    [TestCase(200, """{"event_id":7}""", "protocol_error other", "the answer to the call has no event_id")]
    [TestCase(200, "<html>", "protocol_error not_json", "the answer is no JSON: ")]
    public async Task A_refused_call_has_its_name(int status, string body, string verdict, string reason)
    {
        await using var app = new ScriptedGradio(Five, connection => connection.AnswerAsync(status, body));

        var result = await ProbeBench.AskAsync(app.Url, ByCall("predict"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Does.StartWith(reason));
    }

    [Test]
    public async Task An_unknown_function_is_named()
    {
        await using var app = new ScriptedGradio(
            ScriptedGradio.Config("4.44.1", "", ("predict", false)), connection => connection.AnswerAsync(404, """{"detail":"Not Found"}"""));

        var asked = await ProbeBench.AskAsync(app.Url, ByCall("nope"));
        var known = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("nope"));

        Assert.That(asked.Reason, Is.EqualTo("the app (Gradio 4.44.1) has no function 'nope', but predict; status 404: Not Found"));
        Assert.That($"{ProbeBench.Verdict(known)}: {known.Reason}", Is.EqualTo("protocol_error other: the app (Gradio 4.44.1) has no function 'nope', but predict"));
        Assert.That(app.Asked, Is.EqualTo(new[] { "GET /config", "POST /call/nope", "GET /config" }), "the queue knows functions by number only");
    }

    [Test]
    public async Task An_app_that_is_closed_to_direct_callers_says_so()
    {
        await using var app = new ScriptedGradio(
            ScriptedGradio.Config("4.8.0", "", ("predict", false)),
            connection => connection.AnswerAsync(404, """{"detail":"This API endpoint does not accept direct HTTP POST requests."}"""));

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio("predict") with { CallPath = GradioCallPath.Run });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("http_error http_4xx"));
        Assert.That(result.Reason, Does.Contain("does not accept direct HTTP POST requests"));
    }

    [TestCase("""{"version":"5.45.0"}""", "protocol_error other", "GET /config: this is no Gradio app: version or dependencies are missing")]
    [TestCase("""{"version":"five","dependencies":[]}""", "protocol_error other", "GET /config: this is no Gradio app: version or dependencies are missing")]
    [TestCase("[]", "protocol_error other", "GET /config: this is no Gradio app: version or dependencies are missing")]
    [TestCase("<!doctype html>", "protocol_error not_json", "GET /config: the answer is no JSON: ")]
    public async Task What_is_no_Gradio_app_is_told(string config, string verdict, string reason)
    {
        await using var app = new ScriptedGradio(config);

        var result = await ProbeBench.AskAsync(app.Url, ByCall("predict"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict));
        Assert.That(result.Reason, Does.StartWith(reason));
        Assert.That(app.Requests, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task An_app_that_wants_a_login_is_told()
    {
        await using var server = ScriptedServer.Answering(401, """{"detail":"Not authenticated"}""");

        var result = await ProbeBench.AskAsync(server, ByCall("predict"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("http_error http_4xx"));
        Assert.That(result.Reason, Is.EqualTo("GET /config: status 401: Not authenticated"));
    }

    [Test]
    public async Task A_connection_lost_inside_the_events_is_a_cut_stream()
    {
        await using var app = new ScriptedGradio(Five, null, async connection =>
        {
            await connection.BeginStreamAsync();
            await connection.ChunkAsync("event: generating\ndata: [\"a\"]\n\n");
            throw new IOException("The app dies.");
        });

        var result = await ProbeBench.AskAsync(app.Url, ByCall("chat"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error stream_truncated"), result.Reason);
        Assert.That(result.Reason, Does.StartWith("the stream was cut after 1 chunk"));
    }

    [TestCase("chat", "timeout timeout_first_token: time-out of 10s waiting for the first token")]
    [TestCase("predict", "timeout timeout_total: time-out of 10s while the answer came in")]
    public async Task A_queue_that_does_not_move_ends_in_a_time_out(string function, string expected)
    {
        var reached = false;
        await using var app = new ScriptedGradio(Five, null, async connection =>
        {
            await connection.BeginStreamAsync();
            await connection.ChunkAsync("event: heartbeat\ndata: null\n\n");
            Volatile.Write(ref reached, true);
            await connection.HoldAsync();
        });

        Assert.That(await Hang.UntilTimeOutAsync(app.Url, ByCall(function), ProbeStage.Receiving, () => Volatile.Read(ref reached)), Is.EqualTo(expected));
    }

    private static GradioProbeConfig ByCall(string apiName, string data = "[]", string? contains = null) =>
        ProbeBench.Gradio(apiName, data, contains) with { CallPath = GradioCallPath.Call };
}

using System.Net.Sockets;
using Exporter.Configuration.Client;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.RealServers;

/// <summary>FastAPI under uvicorn, as it really answers and as it really fails.</summary>
[TestFixture]
internal sealed class FastApiTests
{
    private const string Question = """{"text":"I love it"}""";

    private static PythonServer server = null!;

    [OneTimeSetUp]
    public static async Task StartAsync() => server = await PythonServer.StartAsync(PythonRunner.Uvicorn);

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    [TestCase("/predict", Question, "success -: ")]
    [TestCase("/predict", """{"txt":"I love it"}""", "http_error http_4xx: status 422: [{\"loc\":[\"body\",\"text\"],\"msg\":\"field required\"")]
    [TestCase("/predict", """{"text":"I love it","threshold":"high"}""", "http_error http_4xx: status 422: [{\"loc\":[\"body\",\"threshold\"],\"msg\":\"value is not a valid float\"")]
    [TestCase("/predict", "{", "http_error http_4xx: status 422: [{\"loc\":[\"body\",1],\"msg\":\"Expecting property name")]
    [TestCase("/predict?fail=500", Question, "http_error http_5xx: status 500: Internal Server Error")]
    [TestCase("/predict?fail=503", Question, "http_error http_5xx: status 503 (Retry-After: 3): loading")]
    [TestCase("/elsewhere", Question, "http_error http_4xx: status 404: Not Found")]
    [TestCase("/health", Question, "http_error http_4xx: status 405: Method Not Allowed")]
    public async Task A_question_has_its_verdict(string path, string body, string verdict) =>
        Assert.That(await RealServerBench.AskAsync(server.BaseAddress, RealServerBench.Predict(path, body)), Does.StartWith(verdict));

    [Test]
    public async Task A_stream_is_read_token_by_token()
    {
        var result = await ProbeBench.AskAsync(server.BaseAddress, RealServerBench.Chat());

        Assert.That(RealServerBench.Line(result), Is.EqualTo("success -: "));
        Assert.That(result.Stream!.Chunks, Is.EqualTo(3));
        Assert.That(result.Stream.MaxGap, Is.GreaterThan(TimeSpan.FromMilliseconds(5)));
    }

    [Test]
    public async Task A_stream_whose_generator_fails_is_cut() =>
        Assert.That(await RealServerBench.AskAsync(server.BaseAddress, RealServerBench.Chat("?fail=cut")), Does.StartWith("protocol_error stream_truncated: the stream was cut after 1 chunk"));

    [Test]
    public async Task A_handler_that_hangs_is_a_time_out() => Assert.That(
        await Hang.UntilTimeOutAsync(server.BaseAddress, RealServerBench.Predict("/predict?fail=hang", Question), ProbeStage.Waiting),
        Does.StartWith("timeout timeout_total: time-out of 10s waiting for the headers"));

    [TestCase("/predict?fail=kill", "protocol_error connection_reset: the connection was closed before an answer")]
    [TestCase(null, "protocol_error stream_truncated: the stream was cut after 1 chunk")]
    public async Task A_process_that_dies_cuts_its_answer_and_then_refuses(string? path, string verdict)
    {
        await using var dying = await PythonServer.StartAsync(PythonRunner.Uvicorn);

        var dead = await RealServerBench.AskAsync(dying.BaseAddress, path is null ? RealServerBench.Chat("?fail=kill") : RealServerBench.Predict(path, Question));
        await dying.EndsAsync();
        var gone = await RealServerBench.AskAsync(dying.BaseAddress, RealServerBench.Predict("/predict", Question));

        Assert.That(dead, Does.StartWith(verdict));
        Assert.That(gone, Does.StartWith("connect_error connection_refused: "));
    }

    [Test]
    public async Task Before_its_startup_has_run_it_refuses_and_after_it_it_answers()
    {
        using var folder = new TemporaryFolder();
        var ready = folder.PathOf("ready");
        await using var loading = await PythonServer.StartAsync(
            PythonRunner.Uvicorn, FreePort.Next(), environment: new Dictionary<string, string?> { ["READY_FILE"] = ready }, waits: false);
        await Eventually.That(() => loading.Output.Any(static line => line.Contains("Waiting for application startup", StringComparison.Ordinal)), TimeSpan.FromSeconds(30), () => "the startup runs");

        var before = await RealServerBench.AskAsync(loading.BaseAddress, RealServerBench.Predict("/predict", Question));
        folder.Write("ready", "now");
        await loading.AnswersAsync();
        var after = await RealServerBench.AskAsync(loading.BaseAddress, RealServerBench.Predict("/predict", Question));

        Assert.That(before, Does.StartWith("connect_error connection_refused: "));
        Assert.That(after, Is.EqualTo("success -: "));
    }

    [Test]
    public async Task At_its_limit_of_connections_it_says_so()
    {
        await using var full = await PythonServer.StartAsync(PythonRunner.Uvicorn, arguments: ["--limit-concurrency", "2"]);
        using var one = await ConnectAsync(full);
        using var two = await ConnectAsync(full);

        await Eventually.That(
            async () => await RealServerBench.AskAsync(full.BaseAddress, RealServerBench.Predict("/predict", Question)) == "http_error http_5xx: status 503: Service Unavailable",
            TimeSpan.FromSeconds(10),
            () => "both connections count");
    }

    /// <summary>With a time of 0 uvicorn closes right after each answer, so that the end and the next question cross on the wire.</summary>
    [Test]
    public async Task A_kept_connection_that_the_server_lets_go_of_meanwhile_is_never_a_failure()
    {
        await using var hasty = await PythonServer.StartAsync(PythonRunner.Uvicorn, arguments: ["--timeout-keep-alive", "0"]);
        var config = RealServerBench.Predict("/predict", Question) with { Connection = ConnectionMode.Reuse };
        using var probe = ProbeFactory.Create(ProbeBench.Target(hasty.BaseAddress), config);

        var seen = new HashSet<string>();
        for (var i = 0; i < 200; i++)
        {
            seen.Add(RealServerBench.Line(await ProbeBench.AskAsync(probe)));
        }

        Assert.That(seen, Is.EqualTo(new[] { "success -: " }));
    }

    private static async Task<TcpClient> ConnectAsync(PythonServer server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.BaseAddress.Host, server.BaseAddress.Port);
        return client;
    }
}

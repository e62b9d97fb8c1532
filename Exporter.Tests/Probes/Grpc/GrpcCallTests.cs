using System.Collections.Concurrent;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Grpc;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Grpc;

/// <summary>What can go wrong with a call, on a server that does it on purpose.</summary>
[TestFixture]
internal sealed class GrpcCallTests
{
    private const string Ok = "grpc-status=0";
    private static readonly GrpcHealthProbeConfig Health = new() { Name = "grpc-health" };

    /// <summary>Field 1, SERVING, in its frame.</summary>
    private static readonly byte[] Serving = [0, 0, 0, 0, 2, 0x08, 0x01];

    [Test]
    public async Task The_request_is_what_a_client_of_gRPC_sends()
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await ScriptedHttp2.StartAsync(async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            string Header(string name) => context.Request.Headers[name].ToString();
            seen.Enqueue($"{context.Request.Protocol} {context.Request.Method} {context.Request.Path} te={Header("te")} {Header("grpc-timeout")} {Header("grpc-accept-encoding")} {context.Request.ContentType} {Header("x-tenant")} {Convert.ToHexString(body.ToArray())}");
            await ScriptedHttp2.Answering(Serving, Ok)(context);
        });

        var result = await ProbeBench.AskAsync(server.Url, Health with { Service = "s", Headers = new([new HeaderConfig("X-Tenant", "a")]) });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(seen, Is.EqualTo(new[] { "HTTP/2 POST /grpc.health.v1.Health/Check te=trailers 10000m identity application/grpc a 00000000030A0173" }));
    }

    [TestCase("1", "protocol_error other", "grpc-status CANCELLED")]
    [TestCase("2", "http_error http_5xx", "grpc-status UNKNOWN")]
    [TestCase("3", "http_error http_4xx", "grpc-status INVALID_ARGUMENT")]
    [TestCase("4", "timeout timeout_total", "grpc-status DEADLINE_EXCEEDED")]
    [TestCase("5", "http_error http_4xx", "grpc-status NOT_FOUND")]
    [TestCase("6", "http_error http_4xx", "grpc-status ALREADY_EXISTS")]
    [TestCase("7", "http_error http_4xx", "grpc-status PERMISSION_DENIED")]
    [TestCase("8", "http_error http_429", "grpc-status RESOURCE_EXHAUSTED")]
    [TestCase("9", "http_error http_4xx", "grpc-status FAILED_PRECONDITION")]
    [TestCase("10", "http_error http_4xx", "grpc-status ABORTED")]
    [TestCase("11", "http_error http_4xx", "grpc-status OUT_OF_RANGE")]
    [TestCase("12", "http_error http_5xx", "grpc-status UNIMPLEMENTED")]
    [TestCase("13", "http_error http_5xx", "grpc-status INTERNAL")]
    [TestCase("14", "http_error http_5xx", "grpc-status UNAVAILABLE")]
    [TestCase("15", "http_error http_5xx", "grpc-status DATA_LOSS")]
    [TestCase("16", "http_error http_4xx", "grpc-status UNAUTHENTICATED")]
    [TestCase("17", "http_error http_5xx", "grpc-status code 17")]
    [TestCase("-1", "http_error http_5xx", "grpc-status UNKNOWN")]
    [TestCase("soon", "http_error http_5xx", "grpc-status UNKNOWN")]
    public async Task Every_status_has_its_verdict_with_and_without_a_body_before_it(string status, string verdict, string reason)
    {
        await using var atOnce = await ScriptedHttp2.StartAsync(ScriptedHttp2.Refusing(status, "100%25 full%0aof %C3%A9"));
        await using var late = await ScriptedHttp2.StartAsync(ScriptedHttp2.Answering([], $"grpc-status={status}"));

        var refused = await ProbeBench.AskAsync(atOnce.Url, Health);
        var failed = await ProbeBench.AskAsync(late.Url, Health);

        Assert.That(ProbeBench.Verdict(refused), Is.EqualTo(verdict));
        Assert.That(refused.Reason, Is.EqualTo($"{reason}: 100% full of é"));
        Assert.That(ProbeBench.Verdict(failed), Is.EqualTo(verdict));
        Assert.That(failed.Reason, Is.EqualTo(reason));
    }

    [Test]
    public void The_table_knows_the_codes_of_the_protocol() => Assert.That(GrpcStatusTable.Count, Is.EqualTo(17));

    private static readonly TestCaseData[] Answers =
    [
        Row("good", Serving, [Ok], "success -", null),
        Row("without trailers", Serving, [], "protocol_error stream_truncated", "the answer ended without grpc-status"),
        Row("without message", [], [Ok], "protocol_error other", "the server answered OK without a message"),
        Row("cut in the prefix", Serving[..3], [Ok], "protocol_error stream_truncated", "the answer ended inside its message"),
        Row("cut in the message", Serving[..6], [Ok], "protocol_error stream_truncated", "the answer ended inside its message"),
        Row("cut and failed", Serving[..6], ["grpc-status=14"], "http_error http_5xx", "grpc-status UNAVAILABLE"),
        Row("two messages", [.. Serving, .. Serving], [Ok], "protocol_error other", "more than one message came in answer to one question"),
        Row("compressed", [1, .. Serving[1..]], [Ok], "protocol_error other", "the message is compressed, which was not asked for"),
        Row("oversized", [0, 0xFF, 0xFF, 0xFF, 0xFF, 1], [Ok], "protocol_error body_too_large", "the message has 4294967295 bytes, more than 1048576"),
        Row("empty message", [0, 0, 0, 0, 0], [Ok], "invalid assertion", "the service says UNKNOWN"),
        Row("unknown number", [0, 0, 0, 0, 2, 0x08, 0x09], [Ok], "invalid assertion", "the service says 9"),
    ];

    [TestCaseSource(nameof(Answers))]
    public async Task An_answer_has_its_verdict(byte[] body, string[] trailers, string verdict, string? reason)
    {
        await using var server = await ScriptedHttp2.StartAsync(ScriptedHttp2.Answering(body, trailers));

        var result = await ProbeBench.AskAsync(server.Url, Health);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task What_is_no_message_of_the_protocol_is_called_so()
    {
        await using var server = await ScriptedHttp2.StartAsync(ScriptedHttp2.Answering([0, 0, 0, 0, 1, 0x0A], Ok));

        var result = await ProbeBench.AskAsync(server.Url, Health);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Does.StartWith("the message is no HealthCheckResponse: "));
    }

    [Test]
    public async Task A_stream_that_is_reset_is_a_reset_wherever_it_happens()
    {
        await using var before = await ScriptedHttp2.StartAsync(ScriptedHttp2.Resetting(null));
        await using var inside = await ScriptedHttp2.StartAsync(ScriptedHttp2.Resetting(Serving[..6]));

        var unanswered = await ProbeBench.AskAsync(before.Url, Health);
        var cut = await ProbeBench.AskAsync(inside.Url, Health);

        Assert.That(ProbeBench.Verdict(unanswered), Is.EqualTo("protocol_error connection_reset"), unanswered.Reason);
        Assert.That(unanswered.Reason, Does.StartWith("the connection was closed before an answer: ").And.Contain("INTERNAL_ERROR"));
        Assert.That(ProbeBench.Verdict(cut), Is.EqualTo("protocol_error connection_reset"), cut.Reason);
        Assert.That(cut.Reason, Does.StartWith("the connection was closed inside the answer: "));
    }

    [TestCase(0, "protocol_error connection_reset", Description = "it goes in order, and takes none of our requests")]
    [TestCase(11, "protocol_error connection_reset", Description = "ENHANCE_YOUR_CALM: too many pings or connections")]
    public async Task A_server_that_says_goodbye_instead_of_an_answer_is_a_lost_connection(byte code, string verdict)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadBytesAsync(24);
            await connection.SendAsync(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 });
            await connection.SendAsync(new byte[] { 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, code });
        });

        var result = await ProbeBench.AskAsync(server.Url, Health);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
    }

    [Test]
    public async Task A_server_of_HTTP_1_is_told_from_one_of_gRPC()
    {
        await using var server = ScriptedServer.Sending("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

        var result = await ProbeBench.AskAsync(server, Health);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"), result.Reason);
        Assert.That(result.Reason, Does.Contain("HTTP/2"));
    }

    [TestCase(503, "application/json", "http_error http_5xx", "status 503: {}")]
    [TestCase(200, "text/html", "protocol_error other", "the answer is not of gRPC but of type 'text/html'")]
    public async Task What_a_proxy_says_is_no_answer_of_the_server(int status, string type, string verdict, string reason)
    {
        await using var server = await ScriptedHttp2.StartAsync(async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            await context.Response.Body.WriteAsync("{}"u8.ToArray());
        });

        var result = await ProbeBench.AskAsync(server.Url, Health);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [TestCase(true, "success -")]
    [TestCase(false, "connect_error tls")]
    public async Task It_is_spoken_inside_TLS_with_an_https_url(bool skipsVerification, string verdict)
    {
        using var certificate = TestCertificates.SelfSigned(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await ScriptedHttp2.StartAsync(ScriptedHttp2.Answering(Serving, Ok), certificate);

        var result = await ProbeBench.AskAsync(server.Url, Health with { Client = new ClientConfig { Tls = new TlsClientConfig { SkipVerify = skipsVerification } } });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.CertificateExpiry!.Value.Year, Is.EqualTo(2040));
        Assert.That(result.Phases.Tls is not null, Is.EqualTo(skipsVerification));
    }

    [TestCase(ConnectionMode.New, 2)]
    [TestCase(ConnectionMode.Reuse, 1)]
    public async Task Connections_are_new_or_kept(ConnectionMode mode, int connections)
    {
        var seen = new ConcurrentDictionary<string, bool>();
        await using var server = await ScriptedHttp2.StartAsync(context =>
        {
            seen[context.Connection.Id] = true;
            return ScriptedHttp2.Answering(Serving, Ok)(context);
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(new Uri("http://127.0.0.1:1")), Health with { Connection = mode, Port = server.Url.Port });

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(probe)), Is.EqualTo("success -"));
        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(probe)), Is.EqualTo("success -"));
        Assert.That(seen, Has.Count.EqualTo(connections));
    }

    [Test]
    public async Task A_server_that_hangs_runs_into_the_time_out()
    {
        var asked = 0;
        await using var server = await ScriptedHttp2.StartAsync(async context =>
        {
            Interlocked.Increment(ref asked);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });

        Assert.That(
            await Hang.UntilTimeOutAsync(server.Url, Health, ProbeStage.Waiting, () => Volatile.Read(ref asked) > 0),
            Is.EqualTo("timeout timeout_total: time-out of 10s waiting for the headers of the answer"));
    }

    [Test]
    public async Task The_path_is_warm_before_the_first_probe_is_timed()
    {
        foreach (var type in new[] { ProbeType.GrpcHealth, ProbeType.KserveGrpc })
        {
            await using var stub = new ScriptedServer(async connection => await GrpcStub.ServeAsync(connection.Stream, connection.Stopping));
            ProbeConfig config = type == ProbeType.GrpcHealth ? Health : new KserveGrpcProbeConfig { Name = "k" };

            var result = await ProbeBench.AskAsync(stub, config);

            Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        }
    }

    private static TestCaseData Row(string name, byte[] body, string[] trailers, string verdict, string? reason) =>
        new TestCaseData(body, trailers, verdict, reason).SetArgDisplayNames(name);
}

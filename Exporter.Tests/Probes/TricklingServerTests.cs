using System.Diagnostics;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes;

/// <summary>A server that always has one byte more: no read ever waits long, and yet no answer comes.</summary>
[TestFixture]
internal sealed class TricklingServerTests
{
    private const string Headers = "HTTP/1.1 200 OK\r\nContent-Type: ";

    private static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>Between two bytes: far shorter than the time-out, as a second is beside ten.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static IEnumerable<TestCaseData> Cases =>
    [
        Case("http, in the headers", ProbeBench.Http(), "HTTP/1.1 200 OK\r\nX: ", "x"),
        Case("http, in the body", ProbeBench.Http(), $"{Headers}text/plain\r\n\r\n", "x"),
        Case("http, in chunks", ProbeBench.Http(), $"{Headers}text/plain\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"),
        Case("openai-chat, in one line", ProbeBench.Chat(), $"{Headers}text/event-stream\r\n\r\n", "d"),
        Case("openai-chat, in pings", ProbeBench.Chat(), $"{Headers}text/event-stream\r\n\r\n", ": ping\n\n"),
        Case("openai-chat, in empty tokens", ProbeBench.Chat(), $"{Headers}text/event-stream\r\n\r\n", """data: {"choices":[{"delta":{"content":""}}]}""" + "\n\n"),
        Case("openai-completion", ProbeBench.Completion(), $"{Headers}text/event-stream\r\n\r\n", "d"),
        Case("openai-embeddings", ProbeBench.Embeddings(), $"{Headers}application/json\r\n\r\n", " "),
        Case("rerank", ProbeBench.Rerank(), $"{Headers}application/json\r\n\r\n", " "),
        Case("tei-embed", ProbeBench.Tei(), $"{Headers}application/json\r\n\r\n", " "),
        Case("tgi-generate", ProbeBench.Tgi(), $"{Headers}text/event-stream\r\n\r\n", "\n"),
        Case("ollama", ProbeBench.Ollama(), $"{Headers}application/x-ndjson\r\n\r\n", "\n"),
        Case("gradio, in its configuration", ProbeBench.Gradio("predict"), $"{Headers}application/json\r\n\r\n", " "),
        Case("streamlit, in the upgrade", ProbeBench.Streamlit(), "HTTP/1.1 101 Switching Protocols\r\nX: ", "x"),
        Case("kserve-http", new KserveHttpProbeConfig { Name = "kserve" }, $"{Headers}application/json\r\n\r\n", " "),
        Case("tcp", new TcpProbeConfig { Name = "tcp", Send = "hello", Expect = new TextExpectConfig { Contains = new(["pong"]) } }, "", "x"),
    ];

    [TestCaseSource(nameof(Cases))]
    public async Task It_costs_one_connection_and_one_time_out(ProbeConfig config, string begin, string rest)
    {
        var closed = 0;
        await using var server = new ScriptedServer(connection => TrickleAsync(connection, begin, rest, () => Interlocked.Increment(ref closed)));
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), config);
        var bugs = new List<Exception>();
        var started = Stopwatch.GetTimestamp();

        var result = await ProbeAttempt.RunAsync(probe, new ProbeRun(TimeProvider.System), TimeOut, bugs.Add, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Outcome, Is.EqualTo(ProbeOutcome.Timeout), result.Reason);
            Assert.That(Stopwatch.GetElapsedTime(started), Is.InRange(TimeOut - TimeSpan.FromMilliseconds(20), TimeOut + Slack));
            Assert.That(bugs, Is.Empty);
            Assert.That(server.Connections, Is.EqualTo(1));
        }

        await Eventually.IsTrueAsync(() => Volatile.Read(ref closed) == 1, "the connection was given up with the probe");
    }

    [Test]
    public async Task However_many_bytes_come_one_by_one_no_more_than_the_limit_are_kept()
    {
        var sent = 0L;
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.BeginStreamAsync();
            while (true)
            {
                await connection.ChunkAsync("x");
                Interlocked.Increment(ref sent);
            }
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Chat() with { BodySizeLimitBytes = 2048 });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error body_too_large"));
        Assert.That(Interlocked.Read(ref sent), Is.GreaterThan(2048 - 1));
    }

    private static TestCaseData Case(string name, ProbeConfig config, string begin, string rest) => new TestCaseData(config, begin, rest).SetArgDisplayNames(name);

    private static async Task TrickleAsync(ScriptedConnection connection, string begin, string rest, Action closed)
    {
        try
        {
            await connection.SendAsync(begin);
            while (true)
            {
                await connection.SendAsync(rest);
                await Task.Delay(Pause, connection.Stopping);
            }
        }
        catch (IOException)
        {
            closed();
        }
    }
}

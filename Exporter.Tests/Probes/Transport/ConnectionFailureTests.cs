using System.Net;
using System.Net.Sockets;
using Exporter.Configuration.Client;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

/// <summary>What a connection that fails leaves behind: phases, certificates, retries. How each failure is called stands in the table of failures.</summary>
public class ConnectionFailureTests
{
    private const string Chunk = """data: {"choices":[{"delta":{"content":"a"}}]}""" + "\n\n";

    [Test]
    public async Task Nobody_listens()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;

        var result = await ProbeBench.AskAsync(new Uri($"http://127.0.0.1:{port}"), ProbeBench.Http());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("connect_error connection_refused"));
        Assert.That(result.Reason, Does.StartWith("connect failed: "));
        Assert.That(result.Phases, Has.Property("Resolve").Not.Null.And.Property("Connect").Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_connection_ends_after_the_request(bool reset)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            if (reset)
            {
                connection.Reset();
            }
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Chat());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error connection_reset"), result.Reason);
        Assert.That(result.StatusCode, Is.Null);
        Assert.That(server.Connections, Is.EqualTo(1), "a new connection that dies is never tried again");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_connection_ends_inside_a_stream(bool reset)
    {
        var seen = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.BeginStreamAsync();
            await connection.ChunkAsync(Chunk);
            // A reset may overtake what was sent before it; so the probe must have the chunk first.
            await seen.Task;
            if (reset)
            {
                connection.Reset();
            }
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Chat());
        var run = new ProbeRun(TimeProvider.System);
        var asking = ProbeBench.AskAsync(probe, run);
        await Eventually.IsTrueAsync(() => run.Stage == ProbeStage.Generating, "the first token was seen");
        seen.SetResult();

        var result = await asking;

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error stream_truncated"), result.Reason);
        Assert.That(result.Reason, Does.StartWith("the stream was cut after 1 chunk"));
        Assert.That(result.Stream!.Chunks, Is.EqualTo(1));
    }

    [Test]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_its_end_is_known()
    {
        var expiry = new DateTimeOffset(2040, 1, 2, 3, 4, 5, TimeSpan.Zero);
        using var certificate = TestCertificates.SelfSigned(expiry);
        await using var server = new ScriptedServer(_ => Task.CompletedTask, certificate);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Http());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("connect_error tls"), result.Reason);
        Assert.That(result.Reason, Does.StartWith("TLS handshake failed: the certificate is not trusted (UntrustedRoot: "));
        Assert.That(result.CertificateExpiry, Is.EqualTo(expiry));
        Assert.That(result.Phases.Connect, Is.Not.Null);
    }

    [Test]
    public async Task A_certificate_for_another_name_is_refused()
    {
        using var certificate = TestCertificates.SelfSigned(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero), "other.example");
        await using var server = new ScriptedServer(_ => Task.CompletedTask, certificate);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Http());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("connect_error tls"), result.Reason);
        Assert.That(result.Reason, Does.StartWith("TLS handshake failed: the certificate is not for 127.0.0.1 and not trusted (UntrustedRoot: "));
    }

    [Test]
    public async Task Every_probe_opens_a_connection_of_its_own_and_closes_it()
    {
        var closed = 0;
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, "{}");
            await connection.HoldAsync();
            Interlocked.Increment(ref closed);
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Http());

        for (var i = 0; i < 3; i++)
        {
            Assert.That((await ProbeBench.AskAsync(probe)).Phases.Connect, Is.Not.Null);
        }

        Assert.That(server.Connections, Is.EqualTo(3));
        await Eventually.IsTrueAsync(() => Volatile.Read(ref closed) == 3, "the client has closed them");
    }

    [Test]
    public async Task A_kept_connection_is_used_again()
    {
        await using var server = ScriptedServer.Answering(200, "{}");
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Http() with { Connection = ConnectionMode.Reuse });

        var first = await ProbeBench.AskAsync(probe);
        var second = await ProbeBench.AskAsync(probe);

        Assert.That(server.Connections, Is.EqualTo(1));
        Assert.That(first.Phases.Connect, Is.Not.Null);
        Assert.That(second.Phases, Has.Property("Connect").Null.And.Property("Resolve").Null.And.Property("Processing").Not.Null);
        Assert.That(ProbeBench.Verdict(second), Is.EqualTo("success -"));
    }

    [Test]
    public async Task The_end_of_a_certificate_is_known_as_long_as_its_connection_is_kept()
    {
        var expiry = new DateTimeOffset(2040, 1, 2, 3, 4, 5, TimeSpan.Zero);
        using var certificate = TestCertificates.SelfSigned(expiry);
        await using var server = ScriptedServer.Answering(200, "{}", certificate);
        var config = ProbeBench.Http() with { Connection = ConnectionMode.Reuse, Client = new ClientConfig { Tls = new TlsClientConfig { SkipVerify = true } } };
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), config);

        await ProbeBench.AskAsync(probe);
        var second = await ProbeBench.AskAsync(probe);

        Assert.That(server.Connections, Is.EqualTo(1));
        Assert.That(second.Phases.Tls, Is.Null);
        Assert.That(second.CertificateExpiry, Is.EqualTo(expiry));
    }

    [Test]
    public async Task A_server_that_refuses_a_long_request_before_its_end_is_heard()
    {
        // It closes with most of the request unread, which resets the connection below the request that is still being written.
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadBytesAsync(100);
            await connection.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 8\r\nConnection: close\r\n\r\ntoo long");
        });
        var config = ProbeBench.Http() with { Method = "POST", Body = new string('x', 16 * 1024 * 1024) };

        var result = await ProbeBench.AskAsync(server, config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("http_error http_4xx"), result.Reason);
        Assert.That(result.Reason, Is.EqualTo("status 413: too long"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_kept_connection_that_went_stale_is_no_failure(bool reset)
    {
        // The server keeps the connection until the next request is on its way, and then drops it unanswered.
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, """{"choices":[{"message":{"content":"a"}}]}""");
            await connection.ReadRequestAsync();
            if (reset)
            {
                connection.Reset();
            }
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Chat(stream: false) with { Connection = ConnectionMode.Reuse });

        await ProbeBench.AskAsync(probe);
        var second = await ProbeBench.AskAsync(probe);

        Assert.That(ProbeBench.Verdict(second), Is.EqualTo("success -"), second.Reason);
        Assert.That(server.Connections, Is.EqualTo(2));
        Assert.That(second.Phases.Connect, Is.Not.Null);
    }

    [Test]
    public async Task A_server_that_drops_every_request_fails_after_one_retry()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            if (connection.Index == 0)
            {
                await connection.AnswerAsync(200, """{"choices":[{"message":{"content":"a"}}]}""");
                await connection.ReadRequestAsync();
            }
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Chat(stream: false) with { Connection = ConnectionMode.Reuse });

        await ProbeBench.AskAsync(probe);
        var second = await ProbeBench.AskAsync(probe);

        Assert.That(ProbeBench.Verdict(second), Is.EqualTo("protocol_error connection_reset"), second.Reason);
        Assert.That(server.Connections, Is.EqualTo(2));
    }
}

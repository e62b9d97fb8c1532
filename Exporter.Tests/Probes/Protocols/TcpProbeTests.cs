using System.Net;
using System.Net.Sockets;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

public class TcpProbeTests
{
    private static readonly TcpProbeConfig Config = new() { Name = "tcp" };
    private static readonly TcpProbeConfig Pong = Config with { Send = "PING\r\n", Expect = new TextExpectConfig { Matches = new(["^\\+PONG\r\n"]) } };

    [Test]
    public async Task A_connection_alone_is_a_success_with_its_phases()
    {
        await using var server = new ScriptedServer(connection => connection.HoldAsync());

        var result = await ProbeBench.AskAsync(server, Config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(result.Phases, Has.Property("Resolve").Not.Null.And.Property("Connect").Not.Null.And.Property("Tls").Null.And.Property("Processing").Null);
        Assert.That(result.StatusCode, Is.Null);
    }

    [Test]
    public async Task The_port_can_be_another_than_the_urls()
    {
        await using var server = new ScriptedServer(connection => connection.HoldAsync());

        var result = await ProbeBench.AskAsync(new Uri("http://127.0.0.1:1"), Config with { Port = server.Port });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
    }

    [Test]
    public async Task Nobody_listening_is_a_refusal()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(new Uri($"http://127.0.0.1:{port}"), Config)), Is.EqualTo("connect_error connection_refused"));
    }

    [Test]
    public async Task A_text_is_sent_and_the_answer_awaited_however_it_is_cut()
    {
        string? asked = null;
        await using var server = new ScriptedServer(async connection =>
        {
            asked = await connection.ReadLineAsync();
            await connection.SendAsync("+PO");
            await connection.SendAsync("NG\r\n");
            await connection.HoldAsync();
        });

        var result = await ProbeBench.AskAsync(server, Pong);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(asked, Is.EqualTo("PING\r\n"));
        Assert.That(result.Phases, Has.Property("Processing").Not.Null.And.Property("Transfer").Not.Null);
    }

    [TestCase("+PANG\r\n", "invalid assertion", "the server closed the connection, and the answer does not match '^\\+PONG\r\n': +PANG")]
    [TestCase("", "protocol_error connection_reset", "the server closed the connection without a word")]
    public async Task A_server_that_closes_before_it_said_what_was_expected_fails(string answer, string verdict, string reason)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadLineAsync();
            await connection.SendAsync(answer);
        });

        var result = await ProbeBench.AskAsync(server, Pong);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict));
        Assert.That(result.Reason, Is.EqualTo(reason.Replace("\r\n", " ", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_reset_is_named()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadLineAsync();
            connection.Reset();
        });

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, Pong)), Is.EqualTo("protocol_error connection_reset"));
    }

    [Test]
    public async Task A_server_that_talks_without_end_costs_one_bounded_buffer()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            while (true)
            {
                await connection.SendAsync(new string('x', 1024));
            }
        });

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, Pong with { BodySizeLimitBytes = 2048 })), Is.EqualTo("protocol_error body_too_large"));
    }

    [Test]
    public async Task A_server_that_says_nothing_runs_into_the_time_out()
    {
        await using var server = new ScriptedServer(connection => connection.HoldAsync());

        Assert.That(
            await Hang.UntilTimeOutAsync(server.Url, Pong, ProbeStage.Waiting),
            Does.StartWith("timeout timeout_total: time-out of 10s waiting"));
    }

    [Test]
    public async Task An_https_url_means_TLS_and_its_certificate_is_judged()
    {
        using var certificate = TestCertificates.SelfSigned(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = new ScriptedServer(connection => connection.HoldAsync(), certificate);

        var result = await ProbeBench.AskAsync(server, Config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("connect_error tls"));
        Assert.That(result.Reason, Does.Contain("UntrustedRoot"));
        Assert.That(result.CertificateExpiry!.Value.Year, Is.EqualTo(2040));
    }
}

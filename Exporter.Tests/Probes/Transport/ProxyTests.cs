using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

/// <summary><c>proxy_url</c> against a proxy in this process.</summary>
public class ProxyTests
{
    [Test]
    public async Task Https_goes_through_a_tunnel_and_its_phases_are_the_servers()
    {
        using var certificate = TestCertificates.SelfSigned(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = Answering(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        var asked = new ConcurrentQueue<string>();
        await using var proxy = Tunnelling(server.Port, asked);

        var result = await ProbeBench.AskAsync(server.Url, Through(proxy, new TlsClientConfig { SkipVerify = true }));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(asked.Single(), Does.StartWith($"CONNECT 127.0.0.1:{server.Port} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\n"));
        Assert.That(result.Phases, Has.Property("Connect").Not.Null.And.Property("Tls").Not.Null.And.Property("Processing").Not.Null);
        Assert.That(result.CertificateExpiry!.Value.Year, Is.EqualTo(2040));
    }

    [Test]
    public async Task Http_is_asked_of_the_proxy_by_its_whole_address()
    {
        var asked = "";
        await using var proxy = new ScriptedServer(async connection =>
        {
            asked = await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, "{}");
        });

        var result = await ProbeBench.AskAsync(new Uri("http://models.invalid:8000/base"), Through(proxy) with { Path = "/x?y=1" });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(asked, Does.StartWith("GET http://models.invalid:8000/base/x?y=1 HTTP/1.1\r\nHost: models.invalid:8000\r\n"));
    }

    [TestCase("HTTP/1.1 403 Forbidden\r\n\r\n", "the proxy answered 403 Forbidden")]
    [TestCase("SSH-2.0-x\r\n\r\n", "the proxy answered something that is not HTTP")]
    [TestCase("", "the proxy closed the connection instead of an answer")]
    public async Task A_proxy_that_opens_no_tunnel_is_no_connection(string answer, string reason)
    {
        await using var proxy = ScriptedServer.Sending(answer);

        var result = await ProbeBench.AskAsync(new Uri("https://models.invalid"), Through(proxy));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("connect_error connection_refused"), result.Reason);
        Assert.That(result.Reason, Is.EqualTo($"connect failed: {reason}"));
    }

    private static HttpProbeConfig Through(ScriptedServer proxy, TlsClientConfig? tls = null) =>
        ProbeBench.Http() with { Client = new ClientConfig { ProxyUrl = proxy.Url, Tls = tls } };

    private static ScriptedServer Answering(SslServerAuthenticationOptions tls) => new(
        async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, "{}");
        },
        tls,
        IPAddress.Loopback);

    private static ScriptedServer Tunnelling(int port, ConcurrentQueue<string> asked) => new(async connection =>
    {
        asked.Enqueue(await connection.ReadRequestAsync());
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(IPAddress.Loopback, port);
        await connection.SendAsync("HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n");
        await connection.RelayAsync(upstream.GetStream());
    });
}

using System.Net;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

/// <summary><c>ip_protocol</c>, over both families of loopback.</summary>
[TestFixture]
internal sealed class AddressTests
{
    [TestCase(IpProtocol.Any, false, "success -")]
    [TestCase(IpProtocol.Ip6, false, "success -")]
    [TestCase(IpProtocol.Ip4, false, "connect_error name_resolution")]
    [TestCase(IpProtocol.Ip4, true, "success -")]
    public async Task A_server_on_IPv6(IpProtocol protocol, bool fallback, string verdict)
    {
        Machine.NeedsIPv6();
        await using var server = new ScriptedServer(
            async connection =>
            {
                await connection.ReadRequestAsync();
                await connection.AnswerAsync(200, "{}");
            },
            tls: null,
            IPAddress.IPv6Loopback);

        var result = await ProbeBench.AskAsync(server.Url, With(protocol, fallback));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason ?? "", result.IsSuccess ? Is.Empty : Does.Contain("has no IPv4 address"));
    }

    [TestCase(IpProtocol.Ip4, false, "success -")]
    [TestCase(IpProtocol.Ip6, false, "connect_error name_resolution")]
    [TestCase(IpProtocol.Ip6, true, "success -")]
    public async Task A_server_on_IPv4(IpProtocol protocol, bool fallback, string verdict)
    {
        await using var server = ScriptedServer.Answering(200, "{}");

        var result = await ProbeBench.AskAsync(server.Url, With(protocol, fallback));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
    }

    private static HttpProbeConfig With(IpProtocol protocol, bool fallback) =>
        ProbeBench.Http() with { Client = new ClientConfig { IpProtocol = protocol, IpProtocolFallback = fallback } };
}

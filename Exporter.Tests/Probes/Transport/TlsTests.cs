using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration;
using Exporter.Probes;
using Exporter.Probes.Transport;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

public class TlsTests
{
    [Test]
    public async Task A_certificate_that_is_trusted_has_a_handshake_of_its_own_and_an_end()
    {
        var expiry = new DateTimeOffset(2040, 1, 2, 3, 4, 5, TimeSpan.Zero);
        using var certificate = TestCertificates.SelfSigned(expiry);
        await using var server = new ScriptedServer(
            async connection =>
            {
                await connection.ReadRequestAsync();
                await connection.AnswerAsync(200, "{}");
            },
            certificate);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { certificate } };
        using var transport = new HttpTransport(ConnectionMode.New, trust);
        var run = new ProbeRun(TimeProvider.System);

        var result = await transport.ExchangeAsync(
            run,
            () => new HttpRequestMessage(HttpMethod.Get, server.Url),
            (_, _, _) => Task.FromResult(run.Succeed()),
            CancellationToken.None);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(result.CertificateExpiry, Is.EqualTo(expiry));
        Assert.That(result.Phases, Has.Property("Connect").Not.Null.And.Property("Tls").Not.Null.And.Property("Processing").Not.Null);
    }
}

using Exporter.Configuration.Client;
using Exporter.Configuration.Traffic;
using Exporter.Hosting;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using Exporter.Traffic.ServerMetrics;

namespace Exporter.Tests.Hosting;

/// <summary>Whom the reading of a target's own metrics trusts.</summary>
internal sealed class TargetTlsTests
{
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Delete() => folder.Dispose();

    [TestCase("nothing said", ScrapeFailureReason.Tls)]
    [TestCase("its authority", null)]
    [TestCase("anybody", null)]
    [TestCase("another name", ScrapeFailureReason.Tls)]
    public async Task A_server_behind_tls_is_read_when_it_is_trusted(string trust, ScrapeFailureReason? failure)
    {
        using var certificate = TestCertificates.SelfSigned(DateTimeOffset.UtcNow.AddDays(1));
        var authority = folder.Write("ca.pem", certificate.ExportCertificatePem());
        await using var server = new ScriptedServer(
            static async connection =>
            {
                await connection.ReadRequestAsync();
                await connection.AnswerAsync(200, "tgi_queue_size 1\n");
            },
            certificate);
        TlsClientConfig? tls = trust switch
        {
            "its authority" => new TlsClientConfig { CaFile = authority },
            "another name" => new TlsClientConfig { CaFile = authority, ServerName = "elsewhere" },
            "anybody" => new TlsClientConfig { SkipVerify = true },
            _ => null,
        };
        var target = new ServerMetricsTarget("a", server.Url, null, new RelayConfig { Tls = tls });
        using var client = new ServerClient(target, tls is null ? null : new TargetTls(tls), TimeProvider.System);

        var answer = await client.AskAsync(target.Address, CancellationToken.None);

        Assert.That(answer.Failure, Is.EqualTo(failure), answer.Detail);
        Assert.That(answer.Body.Length > 0, Is.EqualTo(failure is null));
    }
}

using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Web;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

/// <summary>Section <c>tls</c>, each key against a server that really shakes hands.</summary>
[TestFixture]
internal sealed class TlsTests
{
    private static readonly DateTimeOffset Expiry = new(2040, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly PemFiles files = new();

    [TearDown]
    public void Delete() => files.Dispose();

    [Test]
    public async Task A_certificate_that_is_trusted_has_a_handshake_of_its_own_and_an_end()
    {
        using var certificate = TestCertificates.SelfSigned(Expiry);
        await using var server = Serving(new() { ServerCertificate = certificate });

        var result = await ProbeBench.AskAsync(server, With(new() { CaFile = files.Certificate("trusted.pem", certificate) }));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(result.CertificateExpiry, Is.EqualTo(Expiry));
        Assert.That(result.Phases, Has.Property("Connect").Not.Null.And.Property("Tls").Not.Null.And.Property("Processing").Not.Null);
    }

    [TestCase(null, "connect_error tls")]
    [TestCase("models.internal", "success -")]
    public async Task The_certificate_must_carry_the_name_that_is_asked_for(string? serverName, string verdict)
    {
        using var certificate = TestCertificates.SelfSigned(Expiry, "models.internal");
        await using var server = Serving(new() { ServerCertificate = certificate });

        var result = await ProbeBench.AskAsync(server, With(new() { CaFile = files.Certificate("named.pem", certificate), ServerName = serverName }));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason ?? "", serverName is null ? Does.Contain("not for 127.0.0.1") : Is.Empty);
    }

    [TestCase(false, "connect_error tls")]
    [TestCase(true, "success -")]
    public async Task Whoever_skips_the_check_takes_an_expired_certificate(bool skip, string verdict)
    {
        using var certificate = TestCertificates.SelfSigned(new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero), "elsewhere");
        await using var server = Serving(new() { ServerCertificate = certificate });

        var result = await ProbeBench.AskAsync(server, With(new() { SkipVerify = skip }));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.CertificateExpiry!.Value.Year, Is.EqualTo(2021), "the end is told all the same");
    }

    [TestCase(true, "success -")]
    [TestCase(false, "connect_error tls")]
    public async Task A_server_that_wants_a_client_certificate_gets_it(bool given, string verdict)
    {
        using var certificate = TestCertificates.SelfSigned(Expiry);
        using var ours = TestCertificates.SelfSigned(Expiry, "the-exporter");
        var seen = "";
        await using var server = Serving(new()
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            // It refuses after the handshake, as servers do with TLS 1.3: to the client that is a closed connection.
            RemoteCertificateValidationCallback = (_, client, _, _) => (seen = client?.Subject ?? "") == "CN=the-exporter",
        });
        var tls = new TlsClientConfig { CaFile = files.Certificate("server.pem", certificate) };
        tls = given ? tls with { CertFile = files.Certificate("client.pem", ours), KeyFile = files.Key("client.key", ours) } : tls;

        var result = await ProbeBench.AskAsync(server, With(tls));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(seen, Is.EqualTo(given ? "CN=the-exporter" : ""));
    }

    [TestCase(TlsVersion.Tls12, "success -")]
    [TestCase(TlsVersion.Tls13, "connect_error tls")]
    public async Task An_older_version_than_the_least_is_refused(TlsVersion least, string verdict)
    {
        using var certificate = TestCertificates.SelfSigned(Expiry);
        await using var server = Serving(new() { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.Tls12 });

        var result = await ProbeBench.AskAsync(server, With(new() { SkipVerify = true, MinVersion = least }));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
    }

    [Test]
    public async Task A_new_authority_is_taken_without_a_reload_and_a_broken_file_says_its_fault()
    {
        using var other = TestCertificates.SelfSigned(Expiry, "another");
        using var certificate = TestCertificates.SelfSigned(Expiry);
        await using var server = Serving(new() { ServerCertificate = certificate });
        var path = files.Certificate("rotated.pem", other);
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), With(new() { CaFile = path }));

        var before = await ProbeBench.AskAsync(probe);
        // Another length too: two writes can share a time stamp.
        files.Write("rotated.pem", certificate.ExportCertificatePem() + "\n# new\n");
        var after = await ProbeBench.AskAsync(probe);
        File.Delete(path);
        var gone = await ProbeBench.AskAsync(probe);

        Assert.That(new[] { before, after, gone }.Select(ProbeBench.Verdict), Is.EqualTo(new[] { "connect_error tls", "success -", "connect_error tls" }));
        Assert.That(gone.Reason, Does.Contain("a file of section tls cannot be used").And.Contain("rotated.pem"));
    }

    [Test]
    public async Task A_secret_that_is_mounted_by_links_is_read_again_when_what_they_lead_to_is_exchanged()
    {
        using var other = TestCertificates.SelfSigned(Expiry, "another");
        using var certificate = TestCertificates.SelfSigned(Expiry);
        await using var server = Serving(new() { ServerCertificate = certificate });
        // As Kubernetes mounts it: the file's own link stays, and the one to the folder behind it is exchanged.
        var root = Path.GetDirectoryName(files.Certificate("unused.pem", other))!;
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(root, "..1")).FullName, "ca.pem"), other.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(root, "..2")).FullName, "ca.pem"), certificate.ExportCertificatePem());
        // Two writes can share a time stamp, and two certificates a length.
        File.SetLastWriteTimeUtc(Path.Combine(root, "..2", "ca.pem"), DateTime.UtcNow.AddHours(1));
        Directory.CreateSymbolicLink(Path.Combine(root, "..data"), "..1");
        var path = File.CreateSymbolicLink(Path.Combine(root, "ca.pem"), Path.Combine("..data", "ca.pem")).FullName;
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), With(new() { CaFile = path }));

        var before = await ProbeBench.AskAsync(probe);
        Directory.Delete(Path.Combine(root, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(root, "..data"), "..2");
        var after = await ProbeBench.AskAsync(probe);

        Assert.That(new[] { before, after }.Select(ProbeBench.Verdict), Is.EqualTo(new[] { "connect_error tls", "success -" }));
    }

    [Test]
    public async Task A_key_that_does_not_fit_its_certificate_is_named()
    {
        using var certificate = TestCertificates.SelfSigned(Expiry);
        using var other = TestCertificates.SelfSigned(Expiry, "another");
        await using var server = Serving(new() { ServerCertificate = certificate });
        var tls = new TlsClientConfig { CertFile = files.Certificate("client.pem", certificate), KeyFile = files.Key("client.key", other) };

        var result = await ProbeBench.AskAsync(server, With(tls));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("connect_error tls"));
        Assert.That(result.Reason, Does.EndWith($"{tls.CertFile} and {tls.KeyFile} are not a certificate in PEM and its unencrypted key"));
    }

    [Test]
    public async Task A_file_that_was_broken_for_a_while_is_trusted_again_as_it_was()
    {
        using var certificate = TestCertificates.SelfSigned(Expiry);
        await using var server = Serving(new() { ServerCertificate = certificate });
        var path = files.Certificate("ca.pem", certificate);
        var (good, written) = (await File.ReadAllTextAsync(path), File.GetLastWriteTimeUtc(path));
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), With(new() { CaFile = path }));

        var before = await ProbeBench.AskAsync(probe);
        await File.WriteAllTextAsync(path, "");
        var broken = await ProbeBench.AskAsync(probe);
        // Restored from a copy, with its old time.
        await File.WriteAllTextAsync(path, good);
        File.SetLastWriteTimeUtc(path, written);
        var after = await ProbeBench.AskAsync(probe);

        Assert.That(new[] { before, broken, after }.Select(ProbeBench.Verdict), Is.EqualTo(new[] { "success -", "connect_error tls", "success -" }), after.Reason);
        Assert.That(broken.Reason, Does.Contain("a file of section tls cannot be used").And.Contain("ca.pem holds no certificate in PEM"));
    }

    private static HttpProbeConfig With(TlsClientConfig tls) => ProbeBench.Http() with { Client = new ClientConfig { Tls = tls } };

    private static ScriptedServer Serving(SslServerAuthenticationOptions tls) => new(
        async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, "{}");
        },
        tls,
        IPAddress.Loopback);
}

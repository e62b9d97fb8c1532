using System.Collections.Concurrent;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

public class CredentialsTests
{
    private TemporaryFolder folder = null!;
    private string file = "";

    [SetUp]
    public void Make_a_folder()
    {
        folder = new TemporaryFolder();
        file = folder.PathOf("secret");
    }

    [TearDown]
    public void Remove_the_folder() => folder.Dispose();

    [Test]
    public async Task The_file_is_read_at_every_probe()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Enqueue(await connection.ReadRequestAsync());
            await connection.AnswerAsync(200, "{}");
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), WithFile());

        await File.WriteAllTextAsync(file, "first\n");
        await ProbeBench.AskAsync(probe);
        await File.WriteAllTextAsync(file, "\uFEFFsecond\r\n");
        await ProbeBench.AskAsync(probe);

        Assert.That(requests.First(), Does.Contain("\r\nAuthorization: Bearer first\r\n"));
        Assert.That(requests.Last(), Does.Contain("\r\nAuthorization: Bearer second\r\n"));
    }

    [Test]
    public async Task A_missing_file_fails_the_probe_by_its_name_and_sends_nothing()
    {
        await using var server = ScriptedServer.Answering(200, "{}");

        var result = await ProbeBench.AskAsync(server, WithFile());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Does.Contain(file));
        Assert.That(server.Connections, Is.Zero);
    }

    [Test]
    public async Task An_emptied_file_fails_the_probe_by_its_name_and_sends_nothing()
    {
        await File.WriteAllTextAsync(file, "\r\n");
        await using var server = ScriptedServer.Answering(200, "{}");

        var result = await ProbeBench.AskAsync(server, WithFile());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Is.EqualTo($"no credentials: The secret file {file} is empty."));
        Assert.That(server.Connections, Is.Zero);
    }

    [Test]
    public async Task A_file_with_several_lines_is_refused_without_showing_it()
    {
        await File.WriteAllTextAsync(file, "secret-one\nsecret-two\n");
        await using var server = ScriptedServer.Answering(200, "{}");

        var result = await ProbeBench.AskAsync(server, WithFile());

        Assert.That(result.Reason, Is.EqualTo($"the credentials in {file} hold characters that a header cannot carry"));
        Assert.That(server.Connections, Is.Zero);
    }

    [Test]
    public async Task A_server_that_repeats_the_secret_does_not_get_it_into_the_reason()
    {
        await File.WriteAllTextAsync(file, "sk-1234");
        await using var server = ScriptedServer.Answering(401, """{"error":{"message":"Incorrect API key provided: sk-1234"}}""");

        var result = await ProbeBench.AskAsync(server, WithFile());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("http_error http_4xx"));
        Assert.That(result.Reason, Is.EqualTo("status 401: Incorrect API key provided: ***"));
    }

    [Test]
    public async Task Basic_authentication_is_user_and_password_from_the_file()
    {
        await File.WriteAllTextAsync(file, "pass:wörd\n");
        var request = "";
        await using var server = new ScriptedServer(async connection =>
        {
            request = await connection.ReadRequestAsync();
            await connection.AnswerAsync(401, "pass:wörd is wrong", "text/plain");
        });
        var basic = new BasicAuthConfig { Username = "probe", Password = new SecretReference { File = file } };

        var result = await ProbeBench.AskAsync(server, ProbeBench.Http() with { Client = new ClientConfig { BasicAuth = basic } });

        var expected = Convert.ToBase64String("probe:pass:wörd"u8);
        Assert.That(request, Does.Contain($"\r\nAuthorization: Basic {expected}\r\n"));
        Assert.That(result.Reason, Is.EqualTo("status 401: *** is wrong"));
    }

    private HttpProbeConfig WithFile() => ProbeBench.Http() with { Authorization = new AuthorizationConfig { Credentials = new SecretReference { File = file } } };
}

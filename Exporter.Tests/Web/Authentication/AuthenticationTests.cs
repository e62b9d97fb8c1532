using System.Net;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Web;
using Exporter.Tests.Support;
using Exporter.Tests.Web.Support;
using Exporter.Web;

namespace Exporter.Tests.Web.Authentication;

internal sealed class AuthenticationTests
{
    private static readonly BasicAuthUser Alice = new("alice", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW");
    private static readonly BasicAuthUser Bob = new("bob", "$2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a");

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        folder = new TemporaryFolder();
        Machine.NeedsLibCrypt();
    }

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [TestCase("alice", "U*U", HttpStatusCode.OK)]
    [TestCase("bob", "U*U*U", HttpStatusCode.OK)]
    [TestCase("alice", "U*U*U", HttpStatusCode.Unauthorized)]
    [TestCase("alice", "", HttpStatusCode.Unauthorized)]
    [TestCase("ALICE", "U*U", HttpStatusCode.Unauthorized)]
    [TestCase("eve", "U*U", HttpStatusCode.Unauthorized)]
    [TestCase("", "", HttpStatusCode.Unauthorized)]
    public async Task A_user_with_the_right_password_gets_in(string user, string password, HttpStatusCode expected)
    {
        using var config = new WebConfigUnderTest(new WebConfig { BasicAuthUsers = new([Alice, Bob]) });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);

        for (var i = 0; i < 3; i++)
        {
            using var answer = await server.SendAsync(HttpMethod.Get, "/metrics", ("Authorization", Basic(user, password)));
            Assert.That(answer.StatusCode, Is.EqualTo(expected));
        }
    }

    [TestCase("/")]
    [TestCase("/metrics")]
    [TestCase("/-/healthy")]
    [TestCase("/-/ready")]
    [TestCase("/-/reload")]
    [TestCase("/nothing")]
    public async Task Every_path_needs_it_and_says_how(string path)
    {
        using var config = new WebConfigUnderTest(new WebConfig { BasicAuthUsers = new([Alice]), BearerTokensFile = folder.Write("tokens", "t0ken") });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);

        using var answer = await server.SendAsync(path == "/-/reload" ? HttpMethod.Post : HttpMethod.Get, path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.Headers.WwwAuthenticate.Select(h => h.ToString()), Is.EqualTo(new[] { "Basic realm=\"modelhost-exporter\", charset=\"UTF-8\"", "Bearer realm=\"modelhost-exporter\"" }));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("Unauthorized.\n"));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
    }

    [TestCase("Bearer t0ken", HttpStatusCode.OK)]
    [TestCase("bearer t0ken", HttpStatusCode.OK)]
    [TestCase("Bearer  s3cond ", HttpStatusCode.OK)]
    [TestCase("Bearer t0ke", HttpStatusCode.Unauthorized)]
    [TestCase("Bearer t0kenx", HttpStatusCode.Unauthorized)]
    [TestCase("Bearer # comment", HttpStatusCode.Unauthorized)]
    [TestCase("Bearer ", HttpStatusCode.Unauthorized)]
    [TestCase("Bearer", HttpStatusCode.Unauthorized)]
    [TestCase("t0ken", HttpStatusCode.Unauthorized)]
    [TestCase("Basic dDBrZW46dDBrZW4=", HttpStatusCode.Unauthorized)]
    [TestCase("Digest t0ken", HttpStatusCode.Unauthorized)]
    public async Task A_token_of_the_file_gets_in(string header, HttpStatusCode expected)
    {
        using var config = new WebConfigUnderTest(new WebConfig { BearerTokensFile = folder.Write("tokens", "# comment\nt0ken\r\n\n  s3cond  \n") });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);

        using var answer = await server.SendAsync(HttpMethod.Get, "/metrics", ("Authorization", header));

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Two_authorization_headers_are_one_too_many()
    {
        using var config = new WebConfigUnderTest(new WebConfig { BearerTokensFile = folder.Write("tokens", "t0ken") });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        using var client = await server.ConnectAsync();

        await client.SendAsync("GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t0ken\r\nAuthorization: Bearer t0ken\r\n\r\n");

        Assert.That(await client.ReadAnswerAsync(), Does.StartWith("HTTP/1.1 401"));
    }

    [Test]
    public async Task A_rotated_tokens_file_is_in_force_with_the_next_request()
    {
        var path = folder.Write("tokens", "old");
        using var config = new WebConfigUnderTest(new WebConfig { BearerTokensFile = path });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        Assert.That(await StatusAsync(server, "Bearer old"), Is.EqualTo(HttpStatusCode.OK));

        await File.WriteAllTextAsync(path, "new");

        Assert.That(await StatusAsync(server, "Bearer old"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(server, "Bearer new"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(server.Log.Lines, Has.One.Contains("is in force"));
    }

    [TestCase("", "no token")]
    [TestCase("# only a comment\n", "no token")]
    [TestCase(null, "Could not find file")]
    public async Task A_tokens_file_that_went_bad_leaves_the_old_tokens_in_force_and_is_told_once(string? content, string reason)
    {
        var path = folder.Write("tokens", "t0ken");
        using var config = new WebConfigUnderTest(new WebConfig { BearerTokensFile = path });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);

        if (content is null)
        {
            File.Delete(path);
        }
        else
        {
            await File.WriteAllTextAsync(path, content);
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.That(await StatusAsync(server, "Bearer t0ken"), Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(server.Log.Lines.Where(l => l.StartsWith("Error:", StringComparison.Ordinal)), Has.Exactly(1).Items.And.All.Contains(reason));
        await File.WriteAllTextAsync(path, "mended");
        Assert.That(await StatusAsync(server, "Bearer mended"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Users_added_and_removed_in_the_file_take_effect_and_a_bad_file_does_not()
    {
        using var config = new WebConfigUnderTest(new WebConfig { BasicAuthUsers = new([Alice]) });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        Assert.That(await StatusAsync(server, Basic("alice", "U*U")), Is.EqualTo(HttpStatusCode.OK));

        config.Break("no bcrypt hash");
        Assert.That(await StatusAsync(server, Basic("alice", "U*U")), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(server.Log.Lines, Has.One.Contains("web.yml:3:5 basic_auth_users.alice: no bcrypt hash"));

        config.Set(new WebConfig { BasicAuthUsers = new([Bob]) });
        Assert.That(await StatusAsync(server, Basic("alice", "U*U")), Is.EqualTo(HttpStatusCode.Unauthorized), "remembered, but no user any more");
        Assert.That(await StatusAsync(server, Basic("bob", "U*U*U")), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_changed_password_ends_the_old_one_although_it_was_remembered()
    {
        using var config = new WebConfigUnderTest(new WebConfig { BasicAuthUsers = new([Alice]) });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        Assert.That(await StatusAsync(server, Basic("alice", "U*U")), Is.EqualTo(HttpStatusCode.OK));

        config.Set(new WebConfig { BasicAuthUsers = new([Alice with { PasswordHash = Bob.PasswordHash }]) });

        Assert.That(await StatusAsync(server, Basic("alice", "U*U")), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(server, Basic("alice", "U*U*U")), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public void A_bad_web_configuration_is_an_error_at_the_start_with_every_mistake()
    {
        using var config = new WebConfigUnderTest(new WebConfig
        {
            BearerTokensFile = folder.PathOf("missing"),
            Tls = new TlsServerConfig { CertFile = folder.PathOf("cert"), KeyFile = folder.PathOf("key") },
        });

        Assert.That(
            async () => await ServerUnderTest.StartAsync(config.Apply),
            Throws.TypeOf<WebStartException>().With.Message.Contains("bearer_tokens_file: ").And.Message.Contains("tls_server_config: "));
    }

    [Test]
    public async Task With_authentication_a_public_address_is_not_warned_of()
    {
        using var config = new WebConfigUnderTest(new WebConfig { BasicAuthUsers = new([Alice]) });
        await using var server = await ServerUnderTest.StartAsync(config.Apply, listen: new ListenAddress("", 0));

        Assert.That(server.Log.Lines, Has.None.StartsWith("Warning:"));
    }

    [Test]
    public async Task Neither_passwords_nor_hashes_nor_tokens_reach_the_log()
    {
        using var config = new WebConfigUnderTest(new WebConfig { BasicAuthUsers = new([Alice]), BearerTokensFile = folder.Write("tokens", "t0ken") });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        await StatusAsync(server, Basic("alice", "U*U"));
        await StatusAsync(server, "Bearer t0ken");
        config.Break("bad");
        await StatusAsync(server, "Bearer t0ken");

        Assert.That(server.Log.Lines, Has.None.Contains("U*U").And.None.Contains("t0ken").And.None.Contains("$2a$").And.None.Contains("VSpV"));
    }

    private static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private static async Task<HttpStatusCode> StatusAsync(ServerUnderTest server, string authorization)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, "/metrics", ("Authorization", authorization));
        return answer.StatusCode;
    }
}

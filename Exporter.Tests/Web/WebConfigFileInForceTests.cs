using System.Net;
using Exporter.Configuration.Web;
using Exporter.Tests.Support;
using Exporter.Tests.Web.Support;
using Exporter.Tests.Web.Tls;
using Exporter.Web;

namespace Exporter.Tests.Web;

/// <summary>The server with a real file in the toolkit's schema, edited while it serves.</summary>
internal sealed class WebConfigFileInForceTests
{
    private const string Users = "basic_auth_users:\n  alice: $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n";

    private TemporaryFolder folder = null!;

    private string WebConfig => folder.PathOf("web.yml");

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => folder.Dispose();

    [Test]
    public async Task Every_section_of_the_schema_does_what_it_says()
    {
        Machine.NeedsLibCrypt();
        using var authority = new TestAuthority();
        authority.WriteServerPair("host");
        folder.Write("tokens", "t0ken\n");
        folder.Write("web.yml", $"""
            tls_server_config: {JsonPaths(authority)}
            http_server_config: {"{"} http2: false, headers: {"{"} X-Frame-Options: deny {"}"} {"}"}
            rate_limit: {"{"} interval: 1h, burst: 3 {"}"}
            bearer_tokens_file: tokens
            {Users}
            """);
        await using var server = await StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, c, _, _) => c?.Subject == "CN=host" } })
        {
            BaseAddress = server.Server.BoundAddresses[0],
        };

        using var stranger = await http.GetAsync("/metrics");
        using var byToken = await AskAsync(http, "Bearer t0ken");
        using var byPassword = await AskAsync(http, "Basic " + Convert.ToBase64String("alice:U*U"u8));
        using var oneTooMany = await AskAsync(http, "Bearer t0ken");

        Assert.That(stranger.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(byToken.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(byToken.Headers.GetValues("X-Frame-Options"), Is.EqualTo(new[] { "deny" }));
        Assert.That(byPassword.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(oneTooMany.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task A_mistake_in_the_edited_file_keeps_the_users_and_is_told_once_with_its_place()
    {
        Machine.NeedsLibCrypt();
        folder.Write("web.yml", Users);
        await using var server = await StartAsync();

        folder.Write("web.yml", "basic_auth_userz: {}\n");
        for (var i = 0; i < 3; i++)
        {
            using var answer = await AskAsync(server.Http, "Basic " + Convert.ToBase64String("alice:U*U"u8));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        Assert.That(server.Log.Lines.Where(l => l.StartsWith("Error:", StringComparison.Ordinal)), Has.Exactly(1).Items.And.All.Contains("web.yml:1:1 basic_auth_userz"));
    }

    [Test]
    public async Task A_file_that_went_missing_and_came_back_is_used_again_although_the_configuration_did_not_change()
    {
        folder.Write("tokens", "old\n");
        folder.Write("web.yml", "bearer_tokens_file: tokens\n");
        await using var server = await StartAsync();

        File.Delete(folder.PathOf("tokens"));
        using var without = await AskAsync(server.Http, "Bearer old");
        folder.Write("tokens", "new\n");
        using var again = await AskAsync(server.Http, "Bearer new");

        Assert.That(without.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_new_file_that_was_named_before_it_existed_is_used_once_it_does()
    {
        folder.Write("tokens", "old\n");
        folder.Write("web.yml", "bearer_tokens_file: tokens\n");
        await using var server = await StartAsync();

        folder.Write("web.yml", "bearer_tokens_file: later\n");
        using var early = await AskAsync(server.Http, "Bearer old");
        folder.Write("later", "new\n");
        using var late = await AskAsync(server.Http, "Bearer new");

        Assert.That(early.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task What_has_no_effect_is_warned_of_at_the_start()
    {
        using var authority = new TestAuthority();
        authority.WriteServerPair("host");
        folder.Write("web.yml", $"tls_server_config: {JsonPaths(authority, ", curve_preferences: [X25519]")}\n");

        await using var server = await StartAsync();

        Assert.That(server.Log.Lines, Has.One.StartsWith("Warning:").And.One.Contains("curve_preferences"));
    }

    [Test]
    public void A_missing_file_is_an_error_at_the_start_that_names_it() =>
        Assert.That(StartAsync, Throws.TypeOf<WebStartException>().With.Message.Contains("web.yml"));

    private Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(o => o with
    {
        WebConfig = new WebConfigSource(WebConfig, WebConfigFile.Read),
        Limits = o.Limits with { FileCheckInterval = TimeSpan.Zero },
    });

    private static string JsonPaths(TestAuthority authority, string more = "") => $"{"{"} cert_file: {authority.CertFile}, key_file: {authority.KeyFile}{more} {"}"}";

    private static Task<HttpResponseMessage> AskAsync(HttpClient http, string authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return http.SendAsync(request);
    }
}

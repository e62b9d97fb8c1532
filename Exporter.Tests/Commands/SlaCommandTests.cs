using System.Net;
using Exporter.Tests.Support;

namespace Exporter.Tests.Commands;

/// <summary><c>sla</c> against a Prometheus that says what a healthy one never would: exit code 2 and a reason, whatever comes.</summary>
internal sealed class SlaCommandTests
{
    private const string Empty = """{"status":"success","data":{"resultType":"vector","result":[]}}""";

    [TestCase(400, """{"status":"error","errorType":"bad_data","error":"parse error: unexpected end"}""", "refused a query (bad_data): parse error: unexpected end")]
    [TestCase(422, """{"status":"error","errorType":"execution","error":"query processing would load too many samples"}""", "refused a query (execution): query processing would load too many samples")]
    [TestCase(503, "<html>\nbusy</html>", "answered 503 ServiceUnavailable: <html> busy</html>")]
    [TestCase(401, "", "answered 401 Unauthorized:")]
    [TestCase(200, "<html>login</html>", "does not answer like a Prometheus: <html>login</html>")]
    [TestCase(200, "{}", "does not answer like a Prometheus: {}")]
    [TestCase(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}}""", "does not answer like a Prometheus: ")]
    [TestCase(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"much"]}]}}""", "does not answer like a Prometheus: ")]
    [TestCase(200, """{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}""", "answered a query with something that is no vector")]
    public async Task What_is_no_answer_is_told_and_nothing_is_reported(int status, string body, string reason)
    {
        await using var server = ScriptedServer.Answering(status, body);

        var (code, output, error) = await RunAsync("--prometheus", server.Url.ToString());

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.Contain(reason));
    }

    [Test]
    public async Task Nobody_there_is_told()
    {
        var (code, _, error) = await RunAsync("--prometheus", $"http://127.0.0.1:{FreePort.Next()}/prom");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain("/prom: Connection refused"));
    }

    [Test]
    public async Task Why_no_tls_came_about_is_told()
    {
        await using var server = ScriptedServer.Answering(200, Empty);

        var (code, _, error) = await RunAsync("--prometheus", $"https://{server.Url.Authority}");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.StartWith("https://127.0.0.1:").And.Not.Contain("inner exception"));
    }

    [Test]
    public async Task A_file_without_a_certificate_is_no_authority()
    {
        using var folder = new TemporaryFolder();

        var (code, _, error) = await RunAsync("--prometheus", "https://x", "--http.ca-file", folder.Write("ca.pem", "none\n"));

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain("ca.pem holds no certificate in PEM."));
    }

    [Test]
    public async Task One_that_does_not_answer_is_waited_for_no_longer_than_said()
    {
        await using var server = new ScriptedServer(static connection => connection.HoldAsync());

        var (code, _, error) = await RunAsync("--prometheus", server.Url.ToString(), "--timeout", "1");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.Contain("did not answer within 1 s"));
    }

    [Test]
    public async Task Answers_that_stop_half_way_are_no_report()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{Empty}");
        });

        var (code, output, error) = await RunAsync("--prometheus", server.Url.ToString());

        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.Contain(server.Url.GetLeftPart(UriPartial.Authority)));
    }

    [Test]
    public async Task A_prometheus_on_this_host_is_never_behind_the_proxy_of_the_environment()
    {
        await using var server = Answering(Healthy);
        var usual = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{FreePort.Next()}");
        try
        {
            var (code, _, error) = await RunAsync("--prometheus", server.Url.ToString());

            Assert.That(code, Is.Zero, error);
        }
        finally
        {
            HttpClient.DefaultProxy = usual;
        }
    }

    [Test]
    public async Task Shares_of_nothing_are_no_data()
    {
        await using var server = Answering(static query => query.Contains("objective", StringComparison.Ordinal) ? "0.95" : "NaN");

        var (code, output, _) = await RunAsync("--prometheus", server.Url.ToString());

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Does.Match("llm +latency_3s +95% +- +- +- +- +- +no data\n"));
    }

    [TestCase("", 0)]
    [TestCase(""", "warnings": ["a store did not answer"]""", 2)]
    public async Task Met_is_only_what_was_counted_completely(string beside, int expected)
    {
        await using var server = Answering(Healthy, beside);

        var (code, output, error) = await RunAsync("--prometheus", server.Url.ToString());

        Assert.That(code, Is.EqualTo(expected), output);
        Assert.That(output, Does.Match(@"llm +latency_3s +95% +99% +80% +0\.2x +98% +100000 +met\n"));
        Assert.That(error, Is.EqualTo(beside.Length == 0 ? "" : "Prometheus warns: a store did not answer" + Environment.NewLine));
    }

    [Test]
    public async Task It_is_let_in_with_a_token_or_a_password_from_a_file_and_shows_neither()
    {
        using var folder = new TemporaryFolder();
        var secret = folder.Write("secret", "s3cret\n");
        var seen = new List<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            while (true)
            {
                seen.Add((await connection.ReadRequestAsync()).Split("\r\n").First(static l => l.StartsWith("Authorization", StringComparison.OrdinalIgnoreCase)));
                await connection.AnswerAsync(200, Empty);
            }
        });

        var (_, output, error) = await RunAsync("--prometheus", server.Url.ToString(), "--http.bearer-token-file", secret);
        await RunAsync("--prometheus", server.Url.ToString(), "--http.basic-user", "me", "--http.basic-password-file", secret);

        Assert.That(seen, Is.EqualTo(new[] { "Authorization: Bearer s3cret", "Authorization: Basic " + Convert.ToBase64String("me:s3cret"u8) }));
        Assert.That(output + error, Does.Not.Contain("s3cret"));
    }

    [TestCase("--prometheus", "ftp://x")]
    [TestCase("--prometheus", "http://user:secret@x")]
    [TestCase("--prometheus", "http://x", "--window", "30m")]
    [TestCase("--prometheus", "http://x", "--month", "October")]
    [TestCase("--prometheus", "http://x", "--format", "pdf")]
    [TestCase("--prometheus", "http://x", "--http.basic-user", "me")]
    [TestCase("--prometheus", "http://x", "--http.bearer-token-file", "/nowhere")]
    [TestCase("--prometheus", "http://x", "--http.ca-file", "/nowhere")]
    [TestCase("--prometheus", "http://x", "--timeout", "0")]
    [TestCase("--prometheus", "http://x", "--month", "2026-10", "--window", "7d")]
    [TestCase("--prometheus", "http://x", "--job", "")]
    [TestCase("--window", "30d")]
    public async Task Flags_that_make_no_sense_ask_nobody(params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);

        Assert.That((code, output), Is.EqualTo((2, "")));
        Assert.That(error, Is.Not.Empty.And.Not.Contains("secret@"));
    }

    private static string Healthy(string query) =>
        query.Contains("objective", StringComparison.Ordinal) ? "0.95"
        : query.Contains("count_over_time", StringComparison.Ordinal) ? "0.98"
        : query.Contains("sli_bad", StringComparison.Ordinal) ? "1000" : "100000";

    /// <summary>Answers each query with one series of the value that it should have.</summary>
    private static ScriptedServer Answering(Func<string, string> value, string beside = "") => new(async connection =>
    {
        while (true)
        {
            var query = Uri.UnescapeDataString((await connection.ReadRequestAsync()).Split(' ')[1]);
            await connection.AnswerAsync(200, $$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{"target":"llm","slo":"latency_3s"},"value":[1,"{{{value(query)}}}"]}]}{{{beside}}}}""");
        }
    });

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["sla", .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }
}

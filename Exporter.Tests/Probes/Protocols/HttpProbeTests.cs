using System.Collections.Concurrent;
using System.IO.Compression;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

public class HttpProbeTests
{
    [Test]
    public async Task The_request_is_sent_as_configured()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Enqueue(await connection.ReadRequestAsync());
            await connection.AnswerAsync(200, "{}");
        });
        var config = ProbeBench.Http() with
        {
            Method = "POST",
            Path = "/api/predict?x=1",
            Body = """{"text":"水","schema":"{\"人物\": null}"}""",
            ContentType = "application/json; charset=utf-8",
            Headers = new([new HeaderConfig("X-Tenant", "a"), new HeaderConfig("User-Agent", "mine/1")]),
        };

        var result = await ProbeBench.AskAsync(new Uri(server.Url, "/base/"), config);

        var request = requests.Single();
        Assert.Multiple(() =>
        {
            Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
            Assert.That(request, Does.StartWith("POST /base/api/predict?x=1 HTTP/1.1\r\n"));
            Assert.That(request, Does.Contain($"Host: 127.0.0.1:{server.Port}\r\n").And.Contain("X-Tenant: a\r\n").And.Contain("User-Agent: mine/1\r\n"));
            Assert.That(request, Does.Contain("Content-Type: application/json; charset=utf-8\r\n").And.EndsWith("\r\n\r\n" + config.Body));
            Assert.That(request, Does.Not.Contain("modelhost-exporter"));
        });
    }

    [TestCase(200, "success -")]
    [TestCase(204, "success -")]
    [TestCase(302, "invalid assertion")]
    [TestCase(401, "http_error http_4xx")]
    [TestCase(404, "http_error http_4xx")]
    [TestCase(422, "http_error http_4xx")]
    [TestCase(429, "http_error http_429")]
    [TestCase(500, "http_error http_5xx")]
    [TestCase(503, "http_error http_5xx")]
    public async Task A_status_has_its_verdict(int status, string verdict)
    {
        await using var server = ScriptedServer.Answering(status, string.Empty);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Http());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict));
        Assert.That(result.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task An_expected_status_is_a_success_and_every_other_is_not()
    {
        var config = ProbeBench.Http(new HttpExpectConfig { Status = new([404]) });
        await using var missing = ScriptedServer.Answering(404, "{}");
        await using var found = ScriptedServer.Answering(200, "{}");

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(missing, config)), Is.EqualTo("success -"));
        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(found, config)), Is.EqualTo("invalid assertion"));
    }

    [TestCase("RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB")]
    [TestCase("""{"error":"ggml_cuda: cudaMalloc failed: out of memory"}""")]
    [TestCase("""{"detail":"torch.cuda.OutOfMemoryError"}""")]
    public async Task A_card_without_memory_is_recognised(string body)
    {
        await using var server = ScriptedServer.Answering(500, body);

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, ProbeBench.Http())), Is.EqualTo("http_error out_of_memory"));
    }

    [TestCase("""{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", "status 503: Loading model")]
    [TestCase("""{"detail":[{"loc":["body"],"msg":"field required"}]}""", """status 503: [{"loc":["body"],"msg":"field required"}]""")]
    [TestCase("""{"message":"busy"}""", "status 503: busy")]
    [TestCase("<h1>Service\nUnavailable</h1>", "status 503: Service Unavailable")]
    [TestCase("<!doctype html>\n<html><style>h1 { color: red }</style><h1>502 &amp; more</h1><script>go('<b>')</script></html>", "status 503: 502 & more")]
    [TestCase("<html></html>", "status 503: <html></html>")]
    [TestCase("<p", "status 503: <p")]
    [TestCase("", "status 503")]
    public async Task The_words_of_the_server_are_the_reason(string body, string reason)
    {
        await using var server = ScriptedServer.Answering(503, body);

        Assert.That((await ProbeBench.AskAsync(server, ProbeBench.Http())).Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task A_page_of_tags_alone_is_no_work()
    {
        var tags = string.Concat(Enumerable.Repeat("<script>", 8000));
        await using var server = ScriptedServer.Answering(500, tags);

        Assert.That((await ProbeBench.AskAsync(server, ProbeBench.Http())).Reason, Does.StartWith("status 500: <script><script>"));
    }

    [Test]
    public async Task Text_of_the_body_is_judged()
    {
        await using var server = ScriptedServer.Answering(200, "<h1>Ready</h1>", "text/html");

        var good = await ProbeBench.AskAsync(server, ProbeBench.Http(new HttpExpectConfig { BodyMatches = new(["Rea[d]y"]), BodyNotMatches = new(["Error"]) }));
        var missing = await ProbeBench.AskAsync(server, ProbeBench.Http(new HttpExpectConfig { BodyMatches = new(["^OK$"]) }));
        var unwanted = await ProbeBench.AskAsync(server, ProbeBench.Http(new HttpExpectConfig { BodyNotMatches = new(["Ready"]) }));

        Assert.That(ProbeBench.Verdict(good), Is.EqualTo("success -"), good.Reason);
        Assert.That(missing.Reason, Is.EqualTo("the body does not match '^OK$'"));
        Assert.That(unwanted.Reason, Is.EqualTo("the body matches 'Ready'"));
        Assert.That(ProbeBench.Verdict(missing), Is.EqualTo("invalid assertion"));
    }

    [Test]
    public async Task Values_of_the_body_are_judged()
    {
        await using var server = ScriptedServer.Answering(200, """{"output":[[{"type":"人物","span":"谷爱凌"}]]}""");

        var good = await ProbeBench.AskAsync(server, ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/output/0/0/span", EqualTo = "谷爱凌" }));
        var bad = await ProbeBench.AskAsync(server, ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/output", MinLength = 2 }));

        Assert.That(ProbeBench.Verdict(good), Is.EqualTo("success -"), good.Reason);
        Assert.That(ProbeBench.Verdict(bad), Is.EqualTo("invalid assertion"));
    }

    [Test]
    public async Task A_compressed_body_that_nobody_asked_for_is_no_JSON()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n");
            await connection.SendAsync(new byte[] { 0x1F, 0x8B, 0x08, 0x00 });
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/a" }));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error not_json"));
    }

    [Test]
    public async Task A_byte_order_mark_does_no_harm()
    {
        await using var server = ScriptedServer.Answering(200, "\uFEFF{\"a\":1}");

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/a" }))), Is.EqualTo("success -"));
    }

    [Test]
    public async Task In_a_compressed_body_nothing_is_found_missing()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("<h1>Internal Server Error</h1>"u8);
        }

        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
            await connection.SendAsync(packed.ToArray());
        });

        var judged = await ProbeBench.AskAsync(server, ProbeBench.Http(new HttpExpectConfig { BodyNotMatches = new(["Internal Server Error"]) }));
        var unread = await ProbeBench.AskAsync(server, ProbeBench.Http());

        Assert.That(ProbeBench.Verdict(judged), Is.EqualTo("invalid assertion"));
        Assert.That(judged.Reason, Is.EqualTo("the body is compressed (Content-Encoding: gzip), which the probe did not ask for and cannot judge"));
        Assert.That(ProbeBench.Verdict(unread), Is.EqualTo("success -"), "nothing was said of the body");
    }

    [TestCase("Content-Length: 2000", "", Description = "announced")]
    [TestCase("Connection: close", "x", Description = "not announced")]
    public async Task A_body_over_the_limit_is_too_large(string header, string filler)
    {
        var config = ProbeBench.Http() with { BodySizeLimitBytes = 1024 };
        await using var server = ScriptedServer.Sending($"HTTP/1.1 200 OK\r\n{header}\r\n\r\n{string.Concat(Enumerable.Repeat(filler, 2000))}");

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, config)), Is.EqualTo("protocol_error body_too_large"));
    }

    [Test]
    public async Task A_body_of_just_the_limit_is_read()
    {
        var config = ProbeBench.Http() with { BodySizeLimitBytes = 1024 };
        await using var server = ScriptedServer.Answering(200, new string('x', 1024));

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, config)), Is.EqualTo("success -"));
    }

    [TestCase("^application/json$", "x", false, "success -", null)]
    [TestCase("^text/", "x", false, "invalid assertion", "the header content-type does not match '^text/': application/json")]
    [TestCase("json", "server", false, "invalid assertion", "the answer has no header Server")]
    [TestCase("json", "server", true, "success -", null)]
    [TestCase("json", "x-cache", false, "invalid assertion", "the header X-Cache matches 'HIT': MISS, HIT")]
    public async Task Headers_are_judged(string contentType, string forbidden, bool allowMissing, string verdict, string? reason)
    {
        await using var server = ScriptedServer.Answering(200, "{}", headers: "X-Cache: MISS\r\nX-Cache: HIT\r\nX: y\r\n");
        var unwanted = new HeaderExpectConfig
        {
            Name = forbidden switch { "server" => "Server", "x-cache" => "X-Cache", _ => "X" },
            Pattern = "HIT",
            AllowMissing = allowMissing,
        };
        var expect = new HttpExpectConfig
        {
            HeaderMatches = new([new HeaderExpectConfig { Name = "content-type", Pattern = contentType }]),
            HeaderNotMatches = new([unwanted]),
        };

        var result = await ProbeBench.AskAsync(server, ProbeBench.Http(expect));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task A_body_in_a_file_is_sent_as_its_bytes_are_now()
    {
        using var folder = new TemporaryFolder();
        var requests = new List<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Add(await connection.ReadRequestAsync());
            await connection.AnswerAsync(200, "{}");
        });
        var path = folder.Write("body.json", "[1]");
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Http() with { Method = "POST", BodyFile = path });

        await ProbeBench.AskAsync(probe);
        folder.Write("body.json", "[1, 2]");
        await ProbeBench.AskAsync(probe);
        folder.Write("body.json", "");
        var empty = await ProbeBench.AskAsync(probe);
        File.Delete(path);
        var gone = await ProbeBench.AskAsync(probe);

        Assert.That(requests.Select(r => r[(r.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]), Is.EqualTo(new[] { "[1]", "[1, 2]" }));
        Assert.That(empty.Reason, Is.EqualTo($"no body: the file {path} is empty"));
        Assert.That(gone.Reason, Does.StartWith("no body: ").And.Contain(path));
    }
}

using System.Text;
using Exporter.Configuration;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Answers written from the documentation of both servers.</summary>
public class HttpPresetTests
{
    [TestCase("preset: torchserve", "POST /predictions/a%20b HTTP/1.1", "text/plain", "Hello.", "success -")]
    [TestCase("preset: torchserve, path: '/predictions/{model}/2.0', body: { x: 1 }", "POST /predictions/a%20b/2.0 HTTP/1.1", "application/json", """{"x":1}""", "success -")]
    [TestCase("preset: tf-serving", "POST /v1/models/a%20b:predict HTTP/1.1", "application/json", """{"instances":[0.0]}""", "success -")]
    [TestCase("preset: tf-serving, expect: { json: [{ pointer: /outputs }] }", "POST /v1/models/a%20b:predict HTTP/1.1", "application/json", """{"instances":[0.0]}""", "invalid assertion")]
    [TestCase("path: '/{model}'", "GET /%7Bmodel%7D HTTP/1.1", null, "", "success -")]
    public async Task A_preset_gives_what_the_probe_leaves_out(string keys, string line, string? type, string body, string verdict)
    {
        var request = "";
        await using var server = new ScriptedServer(async connection =>
        {
            request = await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, """{"predictions":[2.0]}""");
        });

        var result = await AskAsync(server, keys);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(request, Does.StartWith(line + "\r\n").And.EndsWith("\r\n\r\n" + body));
        Assert.That(request, type is null ? Does.Not.Contain("Content-Type") : Does.Contain($"Content-Type: {type}\r\n"));
    }

    [TestCase("preset: torchserve", "GET /ping", "POST /predictions/a%20b")]
    [TestCase("preset: torchserve, path: /predictions/other", "GET /ping", "POST /predictions/other")]
    [TestCase("preset: torchserve, health_path: null", "POST /predictions/a%20b")]
    [TestCase("preset: tf-serving", "GET /v1/models/a%20b", "POST /v1/models/a%20b:predict")]
    [TestCase("preset: tf-serving, path: '/v1/models/b:predict'", "POST /v1/models/b:predict")]
    [TestCase("preset: tf-serving, health_path: '/v1/models/{model}/versions/2'", "GET /v1/models/a%20b/versions/2", "POST /v1/models/a%20b:predict")]
    [TestCase("health_path: /healthz", "GET /healthz", "GET /")]
    [TestCase("path: /x", "GET /x")]
    public async Task It_looks_at_the_servers_health_first(string keys, params string[] asked)
    {
        var requests = new List<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Add((await connection.ReadRequestAsync()).Split(" HTTP")[0]);
            await connection.AnswerAsync(200, """{"predictions":[2.0]}""");
        });

        var result = await AskAsync(server, keys);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(requests, Is.EqualTo(asked));
    }

    [Test]
    public async Task A_server_that_says_it_is_unwell_is_not_asked()
    {
        await using var server = ScriptedServer.Answering(500, """{"status":"Unhealthy"}""");

        var result = await AskAsync(server, "preset: torchserve");

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("http_error http_5xx"));
        Assert.That(result.Reason, Does.StartWith("GET /ping: status 500"));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [TestCase(200, """{"predictions":[]}""", "invalid assertion")]
    [TestCase(404, """{"error":"Servable not found for request: Latest(a b)"}""", "http_error http_4xx")]
    [TestCase(503, """{"code":503,"type":"ServiceUnavailableException","message":"Model \"a b\" has no worker to serve inference request."}""", "http_error http_5xx")]
    public async Task A_failure_of_such_a_server_is_seen(int status, string answer, string verdict)
    {
        await using var server = ScriptedServer.Answering(status, answer);

        Assert.That(ProbeBench.Verdict(await AskAsync(server, "preset: tf-serving")), Is.EqualTo(verdict));
    }

    private static async Task<ProbeResult> AskAsync(ScriptedServer server, string keys)
    {
        var text = $"targets: [{{ name: t, url: '{server.Url.OriginalString}', model: a b, probes: [{{ type: http, {keys} }}] }}]";
        var read = ConfigFile.Parse("test", Encoding.UTF8.GetBytes(text));
        Assert.That(read.Errors, Is.Empty);
        var target = read.Value!.Targets[0];
        using var probe = ProbeFactory.Create(target, target.Probes[0]);
        return await ProbeBench.AskAsync(probe);
    }
}

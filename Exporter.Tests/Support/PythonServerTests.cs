using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Exporter.Tests.Support;

/// <summary>The Flask application behaves as its tests need it to.</summary>
[TestFixture]
internal sealed class PythonServerTests
{
    private const string Question = """{"text":"Ada Lovelace lived in London.","schema":"{\"person\": null, \"location\": null}"}""";

    [TestCase(PythonRunner.Werkzeug, "Werkzeug/")]
    [TestCase(PythonRunner.Gunicorn, "gunicorn")]
    public async Task It_answers_in_the_shape_of_SiameseUniNLU_and_fails_on_request(PythonRunner runner, string serverHeader)
    {
        await using var flask = await PythonServer.StartAsync(runner);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = flask.BaseAddress };

        using var good = await AskAsync(client, "");
        var body = await good.Content.ReadAsStringAsync();
        using var answer = JsonDocument.Parse(body);
        Assert.That(good.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(good.Headers.Server.ToString(), Does.StartWith(serverHeader));
        Assert.That(answer.RootElement.GetProperty("output")[0][0].GetProperty("span").GetString(), Is.EqualTo("Ada Lovelace"));
        Assert.That(answer.RootElement.GetProperty("output")[1][0].GetProperty("offset")[0].GetInt32(), Is.EqualTo(22));

        using var broken = await AskAsync(client, "?fail=500");
        Assert.That(broken.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        using var crashed = await AskAsync(client, "?fail=crash");
        Assert.That(crashed.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        using var noJson = await AskAsync(client, "?fail=bad_json");
        var noJsonBody = await noJson.Content.ReadAsStringAsync();
        Assert.That(noJson.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(() => JsonDocument.Parse(noJsonBody), Throws.InstanceOf<JsonException>());

        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var slow = await AskAsync(client, "?fail=slow&seconds=0.3");
        Assert.That(slow.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(clock.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(0.29)));
    }

    [Test]
    public async Task It_logs_what_it_was_asked()
    {
        await using var flask = await PythonServer.StartAsync(PythonRunner.Werkzeug);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = flask.BaseAddress };
        using var good = await AskAsync(client, "");
        await Eventually.IsTrueAsync(() => flask.Output.Any(line => line.Contains("POST /api/predict HTTP/1.1\" 200", StringComparison.Ordinal)), "the access is logged");
    }

    [Test]
    public async Task Disposing_it_frees_its_port()
    {
        var flask = await PythonServer.StartAsync(PythonRunner.Gunicorn);
        var port = flask.BaseAddress.Port;
        await flask.DisposeAsync();
        using var client = new TcpClient();
        Assert.That(async () => await client.ConnectAsync(IPAddress.Loopback, port), Throws.InstanceOf<SocketException>());
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string query) =>
        client.PostAsync(new Uri("/api/predict" + query, UriKind.Relative), new StringContent(Question, Encoding.UTF8, "application/json"));
}

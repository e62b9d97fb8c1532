using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Exporter.Demo;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.EndToEnd;

/// <summary><c>discover</c> on a host with five real servers, one of them a decoy.</summary>
[Category("EndToEnd")]
internal sealed partial class DiscoverTests : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();
    private readonly DemoModelServer models = new(new DemoServerOptions { Port = FreePort.Next() }, TimeProvider.System, NullLoggerFactory.Instance);
    private PythonServer flask = null!;
    private PythonServer uvicorn = null!;
    private NginxServer nginx = null!;
    private PrometheusServer prometheus = null!;

    [SetUp]
    public async Task StartAsync()
    {
        await models.StartAsync(CancellationToken.None);
        flask = await PythonServer.StartAsync(PythonRunner.Werkzeug, FreePort.Next());
        uvicorn = await PythonServer.StartAsync(PythonRunner.Uvicorn, FreePort.Next());
        nginx = await NginxServer.StartAsync();
        prometheus = await PrometheusServer.StartAsync(new Uri(nginx.BaseAddress, "/metrics"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new IAsyncDisposable?[] { prometheus, nginx, uvicorn, flask, models })
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }

        folder.Dispose();
    }

    [Test]
    public async Task It_names_each_of_five_servers_in_time_and_sends_nothing_but_get()
    {
        var outcome = await RunAsync("--json");

        using var document = JsonDocument.Parse(outcome.Output);
        var found = document.RootElement.GetProperty("servers").EnumerateArray().ToDictionary(s => new Uri(s.GetProperty("url").GetString()!).Port);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Named(found, flask.BaseAddress), Is.EqualTo(("flask", "Flask", true)));
            Assert.That(Named(found, uvicorn.BaseAddress), Is.EqualTo(("fastapi", "FastAPI", true)));
            Assert.That(Named(found, nginx.BaseAddress), Is.EqualTo(("other", "nginx", false)));
            Assert.That(Named(found, prometheus.Address), Is.EqualTo(("other", "Prometheus", false)));
            Assert.That(Named(found, models.BaseAddress), Is.EqualTo(("openai", "the demo of modelhost-exporter", true)));
            Assert.That(found[models.BaseAddress.Port].GetProperty("models")[0].GetString(), Is.EqualTo("demo-model"));
            Assert.That(found[models.BaseAddress.Port].GetProperty("has_metrics").GetBoolean(), Is.True);
            Assert.That(found[flask.BaseAddress.Port].GetProperty("pid").GetInt32(), Is.EqualTo(flask.ProcessId));
            Assert.That(document.RootElement.GetProperty("duration_seconds").GetDouble(), Is.LessThan(5));
        }

        AssertOnlyGets("Flask", [.. flask.Output]);
        AssertOnlyGets("uvicorn", [.. uvicorn.Output]);
        AssertOnlyGets("nginx", nginx.AccessLog);
        Assert.That(nginx.AccessLog.Where(line => !line.Contains("Prometheus/", StringComparison.Ordinal)).Skip(1), Is.All.Match(@"""modelhost-exporter/\S+ \(discovery\)""$"), "but for the test's own first look");
    }

    [Test]
    public async Task What_it_prints_is_a_configuration_that_fits_what_runs()
    {
        var outcome = await RunAsync(Ports());
        var file = folder.Write("found.yaml", outcome.Output + "\n");

        Assert.That(outcome.Output, Does.Contain("name: demo-model\n").And.Contain("model: \"demo-model\"\n").And.Contain("relay: { interval: 15s, allow: [\"vllm:*\"] }\n").And.Contain("# FILL IN: "));
        Assert.That(outcome.Output, Does.Match($@"# Port {nginx.BaseAddress.Port} \(nginx\): nginx \d\S+, no server of models").And.Match($@"# Port {prometheus.Address.Port} \(prometheus\): Prometheus"));
        Assert.That(outcome.Error, Does.Contain("3 servers of models, 2 other HTTP servers"));
        Assert.That((await CheckAsync(file)).Code, Is.Zero, outcome.Output);

        var same = await RunAsync(["--diff", file, .. Ports()]);
        Assert.That((same.ExitCode, same.Output), Is.EqualTo((0, $"{file} fits what runs on this host.")), same.Output);
    }

    [Test]
    public async Task A_difference_is_told_in_both_directions()
    {
        var nobody = FreePort.Next();
        var file = folder.Write("old.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            targets:
              - { name: gone, url: "http://127.0.0.1:{{nobody}}" }
              - { name: app, url: "{{flask.BaseAddress}}", server: vllm }
              - { name: api, url: "{{uvicorn.BaseAddress}}" }
              - { name: far, url: "http://192.0.2.1:8000" }
            """));

        var outcome = await RunAsync(["--diff", file, .. Ports()]);

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
        Assert.That(outcome.Output.Split('\n'), Is.EqualTo(new[]
        {
            $"+ openai at {models.BaseAddress.GetLeftPart(UriPartial.Authority)} (demo-model): runs, but is not in {file}",
            $"- target gone at http://127.0.0.1:{nobody}: in {file}, but nobody listens there",
            $"~ target app at {flask.BaseAddress.GetLeftPart(UriPartial.Authority)}: the file says server: vllm, but flask answers",
        }));
    }

    [Test]
    public async Task A_daemon_without_a_configuration_says_what_it_sees_and_probes_nothing()
    {
        await using var process = DaemonProcessUnderTest.Start("--web.listen-address=127.0.0.1:0");
        var serving = await process.LineAsync(static line => Serving().IsMatch(line), Bound, "it serves");
        var told = await process.LineAsync(static line => line.Contains("Discovery sees", StringComparison.Ordinal), Bound, "it says what it sees");

        var seen = $"the demo of modelhost-exporter at {models.BaseAddress.GetLeftPart(UriPartial.Authority)} with demo-model";
        Assert.That(told, Does.Contain(seen).And.Contain("Flask").And.Contain("FastAPI").And.Not.Contain("nginx"));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var address = new Uri(Serving().Match(serving).Groups[1].Value);
        Assert.That(await client.GetStringAsync(new Uri(address, "/")), Does.Contain($"<li>{seen}</li>"));
        Assert.That(await client.GetStringAsync(address), Does.Not.Contain("probe_success"));
    }

    private string[] Ports() =>
        [.. new[] { flask.BaseAddress, uvicorn.BaseAddress, nginx.BaseAddress, prometheus.Address, models.BaseAddress }.SelectMany(a => new[] { "--port", a.Port.ToString(CultureInfo.InvariantCulture) })];

    private static (string?, string?, bool) Named(Dictionary<int, JsonElement> found, Uri address) => found.TryGetValue(address.Port, out var server)
        ? (server.GetProperty("server").GetString(), server.GetProperty("product").GetString(), server.GetProperty("is_target").GetBoolean())
        : ("not found", null, false);

    private static void AssertOnlyGets(string server, IReadOnlyList<string> log)
    {
        var methods = log.Select(line => Method().Match(line)).Where(static match => match.Success).Select(static match => match.Groups[1].Value).ToList();
        Assert.That(methods, Has.Count.GreaterThan(5), server);
        Assert.That(methods, Is.All.EqualTo("GET"), server);
    }

    private static async Task<ProcessOutcome> RunAsync(params string[] arguments)
    {
        await using var process = DaemonProcessUnderTest.Start(["discover", .. arguments]);
        return await process.ExitAsync(Bound);
    }

    private static async Task<(int Code, string Error)> CheckAsync(string file)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await CommandLine.RunAsync(["check-config", file], output, error), error.ToString());
    }

    /// <summary>The method in an access log of any of the three servers; Werkzeug's log has colours.</summary>
    [GeneratedRegex("\"(?:\\x1b\\[[0-9;]*m)*([A-Z]+) /")]
    private static partial Regex Method();

    [GeneratedRegex(@"Serving metrics on (https?://\S+?)\.?(""|$)")]
    private static partial Regex Serving();
}

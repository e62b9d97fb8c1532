using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Exporter.Tests.Support;

/// <summary>A real Alertmanager (Debian's package) with a configuration, a store and a port of its own.</summary>
internal sealed class AlertmanagerServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus-alertmanager";
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder;
    private readonly ChildProcess process;
    private readonly HttpClient http;

    private AlertmanagerServer(TemporaryFolder folder, ChildProcess process, int port)
    {
        this.folder = folder;
        this.process = process;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(15) };
    }

    public Uri Address { get; }

    /// <summary>What it wrote, for failure messages.</summary>
    public string Said => process.Said;

    /// <summary>Starts one and waits until it is ready. Skips the test where there is none.</summary>
    public static async Task<AlertmanagerServer> StartAsync(string config)
    {
        if (!File.Exists(Program))
        {
            Assert.Ignore($"No {Program} here; Debian has it in the package 'prometheus-alertmanager'.");
        }

        var folder = new TemporaryFolder();
        var path = folder.Write("alertmanager.yml", config);
        var port = FreePort.Next();
        var process = ChildProcess.Start(
            Program,
            [
                $"--config.file={path}",
                $"--storage.path={folder.PathOf("data")}",
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),

                // Alone: no gossip, which would want an address of its own.
                "--cluster.listen-address=",
            ]);
        var server = new AlertmanagerServer(folder, process, port);
        await Eventually.That(async () => process.HasExited || await server.http.IsOkAsync("/-/ready"), StartBound, () => $"Alertmanager is ready\n{process.Said}");
        return process.HasExited ? throw new AssertionException($"Alertmanager did not start\n{process.Said}") : server;
    }

    /// <summary>Tells it of alerts, as Prometheus would: those that fire, and those that have ended.</summary>
    public async Task TellAsync(IEnumerable<(IReadOnlyDictionary<string, string> Labels, bool IsFiring)> alerts)
    {
        var now = DateTimeOffset.UtcNow;
        var body = alerts.Select(a => new { labels = a.Labels, startsAt = now.AddHours(-1), endsAt = a.IsFiring ? now.AddHours(1) : now });
        using var response = await http.PostAsJsonAsync(new Uri("/api/v2/alerts", UriKind.Relative), body);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
    }

    /// <summary>The firing alerts of an instance: labels, who is told of each, and whether it is held back.</summary>
    public async Task<IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, string Receiver, bool IsHeldBack)>> AlertsOfAsync(string instance)
    {
        var body = await http.GetStringAsync(new Uri($"/api/v2/alerts?filter={Uri.EscapeDataString($"instance=\"{instance}\"")}", UriKind.Relative));
        using var document = JsonDocument.Parse(body);
        return
        [
            .. document.RootElement.EnumerateArray().Select(static a => (
                (IReadOnlyDictionary<string, string>)a.GetProperty("labels").EnumerateObject().ToDictionary(static l => l.Name, static l => l.Value.GetString()!, StringComparer.Ordinal),
                a.GetProperty("receivers")[0].GetProperty("name").GetString()!,
                a.GetProperty("status").GetProperty("inhibitedBy").GetArrayLength() > 0)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }
}

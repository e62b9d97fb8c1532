using System.Globalization;
using System.Text.Json;

namespace Exporter.Tests.Support;

/// <summary>A real Prometheus (Debian's package) with a configuration, a database and a port of its own.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus";
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder;
    private readonly string[] arguments;
    private readonly HttpClient http;
    private ChildProcess process;

    private PrometheusServer(TemporaryFolder folder, string[] arguments, int port)
    {
        this.folder = folder;
        this.arguments = arguments;
        process = ChildProcess.Start(Program, arguments);
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>Starts one that scrapes <paramref name="target"/> every second, and waits until it is ready. Skips the test where there is no Prometheus.</summary>
    /// <param name="flags">Further flags, such as <c>--enable-feature=…</c>.</param>
    public static Task<PrometheusServer> StartAsync(Uri target, params string[] flags) => StartWithRulesAsync(target, [], flags);

    /// <inheritdoc cref="StartAsync(Uri, string[])"/>
    /// <param name="ruleFiles">Rule files, evaluated every second unless a group says otherwise.</param>
    public static Task<PrometheusServer> StartWithRulesAsync(Uri target, IReadOnlyList<string> ruleFiles, params string[] flags) =>
        StartWithAlertsAsync(target, ruleFiles, null, flags);

    /// <inheritdoc cref="StartWithRulesAsync(Uri, IReadOnlyList{string}, string[])"/>
    /// <param name="alertmanager">Who is sent the alerts; null for nobody.</param>
    public static Task<PrometheusServer> StartWithAlertsAsync(Uri target, IReadOnlyList<string> ruleFiles, Uri? alertmanager, params string[] flags) => StartAsync(
        $$"""
        global: { scrape_interval: 1s, scrape_timeout: 900ms, evaluation_interval: 1s }
        rule_files: [ {{string.Join(", ", ruleFiles.Select(f => $"\"{f}\""))}} ]
        alerting: { alertmanagers: [ {{(alertmanager is null ? "" : $$"""{ static_configs: [ { targets: ["{{alertmanager.Authority}}"] } ] }""")}} ] }
        scrape_configs:
          - job_name: modelhost
            scheme: {{target.Scheme}}
            metrics_path: {{target.AbsolutePath}}
            static_configs: [ { targets: ["{{target.Authority}}"] } ]
        """,
        data: null,
        flags);

    /// <summary>Starts one that scrapes nothing and has these samples, each with its time, in OpenMetrics. Skips the test where there is no Prometheus.</summary>
    public static async Task<PrometheusServer> StartOnAsync(string openMetrics, params string[] flags)
    {
        using var samples = new TemporaryFolder();
        var made = await Promtool.RunAsync("tsdb", "create-blocks-from", "--quiet", "openmetrics", "--max-block-duration=800h", samples.Write("samples.om", openMetrics), samples.PathOf("data"));
        Assert.That(made.ExitCode, Is.Zero, made.ToString());
        return await StartAsync("global: {}\n", samples.PathOf("data"), ["--storage.tsdb.retention.time=100y", .. flags]);
    }

    private static async Task<PrometheusServer> StartAsync(string configuration, string? data, string[] flags)
    {
        if (!File.Exists(Program))
        {
            Assert.Ignore($"No {Program} here; Debian has it in the package 'prometheus'.");
        }

        var folder = new TemporaryFolder();
        var config = folder.Write("prometheus.yml", configuration);
        if (data is not null)
        {
            Directory.Move(data, folder.PathOf("data"));
        }

        var port = FreePort.Next();
        string[] arguments =
        [
            $"--config.file={config}",
            $"--storage.tsdb.path={folder.PathOf("data")}",
            string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),

            // What fired before it had found its Alertmanager is sent again after this; a minute by default.
            "--rules.alert.resend-delay=4s",
            .. flags,
        ];
        var server = new PrometheusServer(folder, arguments, port);
        await server.UntilReadyAsync();
        return server;
    }

    public Uri Address => http.BaseAddress!;

    /// <summary>Answers an instant query.</summary>
    public async Task<IReadOnlyList<MetricSample>> QueryAsync(string expression)
    {
        var result = (await DataAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}")).GetProperty("result");
        return [.. result.EnumerateArray().Where(e => e.TryGetProperty("value", out _)).Select(Sample)];
    }

    /// <summary>The moments of a time at which an expression has any value, looked at in steps.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> MomentsAsync(string expression, DateTimeOffset start, DateTimeOffset end, TimeSpan step)
    {
        // Prometheus gives at most 11000 points at once.
        const int most = 10_000;
        var moments = new SortedSet<DateTimeOffset>();
        for (var from = start; from <= end; from += most * step)
        {
            var last = from + ((most - 1) * step);
            var until = last < end ? last : end;
            var query = string.Create(CultureInfo.InvariantCulture, $"/api/v1/query_range?query={Uri.EscapeDataString(expression)}&start={from.ToUnixTimeSeconds()}&end={until.ToUnixTimeSeconds()}&step={step.TotalSeconds}");
            var values = (await DataAsync(query)).GetProperty("result").EnumerateArray().SelectMany(static s => s.GetProperty("values").EnumerateArray());
            moments.UnionWith(values.Select(static v => DateTimeOffset.FromUnixTimeSeconds((long)v[0].GetDouble())));
        }

        return [.. moments];
    }

    /// <summary>Records rules over a time that is past, and takes what was recorded.</summary>
    public async Task RecordAsync(string rules, DateTimeOffset start, DateTimeOffset end)
    {
        var blocks = folder.PathOf("recorded");
        var made = await Promtool.RunAsync(
            "tsdb", "create-blocks-from", "--quiet", "rules", $"--url={Address}", $"--output-dir={blocks}",
            string.Create(CultureInfo.InvariantCulture, $"--start={start.ToUnixTimeSeconds()}"), string.Create(CultureInfo.InvariantCulture, $"--end={end.ToUnixTimeSeconds()}"),
            folder.Write("record.yml", rules));
        Assert.That(made.ExitCode, Is.Zero, made.ToString());
        foreach (var block in Directory.GetDirectories(blocks))
        {
            Directory.Move(block, Path.Combine(folder.PathOf("data"), Path.GetFileName(block)));
        }

        await RestartAsync();
    }

    /// <summary>Labels of the exemplars of the last minutes.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ExemplarsAsync(string expression)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var query = string.Create(CultureInfo.InvariantCulture, $"/api/v1/query_exemplars?query={Uri.EscapeDataString(expression)}&start={now - 600}&end={now + 60}");
        var data = await DataAsync(query);
        return
        [
            .. data.EnumerateArray()
                .SelectMany(s => s.GetProperty("exemplars").EnumerateArray())
                .Select(e => Strings(e.GetProperty("labels"))),
        ];
    }

    /// <summary>What Prometheus has against the last scrape of its target; empty where nothing.</summary>
    public async Task<string> LastScrapeErrorAsync()
    {
        var data = await DataAsync("/api/v1/targets");
        return string.Join("; ", data.GetProperty("activeTargets").EnumerateArray().Select(t => t.GetProperty("lastError").GetString()));
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }

    private async Task RestartAsync()
    {
        process.Send(Signal.Terminate);
        await process.ExitAsync(StartBound);
        await process.DisposeAsync();
        process = ChildProcess.Start(Program, arguments);
        await UntilReadyAsync();
    }

    private async Task UntilReadyAsync()
    {
        await Eventually.That(
            async () => process.HasExited || await http.IsOkAsync("/-/ready"),
            StartBound,
            () => $"Prometheus is ready\n{process.Said}");
        if (process.HasExited)
        {
            throw new AssertionException($"Prometheus did not start\n{process.Said}");
        }
    }

    private async Task<JsonElement> DataAsync(string path)
    {
        var body = await http.GetStringAsync(new Uri(path, UriKind.Relative));
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("data").Clone();
    }

    private static MetricSample Sample(JsonElement element)
    {
        var labels = Strings(element.GetProperty("metric"));
        var value = element.GetProperty("value")[1].GetString()!;
        labels.Remove("__name__", out var name);
        return new MetricSample(name ?? "", labels, Number(value));
    }

    private static Dictionary<string, string> Strings(JsonElement element) =>
        element.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}

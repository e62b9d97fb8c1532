using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Exporter.Tests.Support;

/// <summary>
/// The built daemon as its users run it: a process with a configuration file and a port of its own. Killed at the latest when
/// the test ends.
/// </summary>
internal sealed partial class DaemonProcessUnderTest : IAsyncDisposable
{
    /// <summary>Longest start that a busy machine may need; the start's own tests hold it to less.</summary>
    public static readonly TimeSpan StartBound = TimeSpan.FromSeconds(30);

    /// <summary>The name of the configuration in its folder; what its errors begin with.</summary>
    public const string ConfigName = "exporter.yaml";

    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "modelhost-exporter.dll");

    private readonly TemporaryFolder folder;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(15) };

    private DaemonProcessUnderTest(TemporaryFolder folder, ChildProcess process)
    {
        this.folder = folder;
        Process = process;
    }

    public ChildProcess Process { get; }

    /// <summary>Where its metrics are; known once it said so.</summary>
    public Uri Metrics { get; private set; } = new("http://127.0.0.1:0/metrics");

    public string ConfigPath => folder.PathOf(ConfigName);

    /// <summary>Log lines so far.</summary>
    public IReadOnlyList<string> Log => Process.Error;

    /// <summary>Starts and waits until it serves.</summary>
    public static async Task<DaemonProcessUnderTest> StartAsync(string config, DaemonStart? start = null) =>
        await UntilServingAsync(Launch(config, start));

    /// <inheritdoc cref="StartAsync(string, DaemonStart?)"/>
    public static Task<DaemonProcessUnderTest> StartAsync(string config, params string[] flags) =>
        StartAsync(config, new DaemonStart { Flags = flags });

    /// <summary>Starts <c>demo</c> and waits until it serves.</summary>
    public static async Task<DaemonProcessUnderTest> StartDemoAsync()
    {
        // Neither its own port nor that of its model server may be in use by another demo on this machine.
        var process = Run(["demo", "--web.listen-address=127.0.0.1:0", "--demo.port=0"], new DaemonStart());
        return await UntilServingAsync(new DaemonProcessUnderTest(new TemporaryFolder(), process));
    }

    /// <summary>Starts the program with these arguments and nothing else, whatever command that is.</summary>
    public static ChildProcess Start(params string[] arguments) => Run(arguments, new DaemonStart());

    /// <summary>Starts without waiting for anything.</summary>
    public static DaemonProcessUnderTest Launch(string config, DaemonStart? start = null)
    {
        var folder = new TemporaryFolder();
        var path = folder.Write(ConfigName, config);
        start ??= new DaemonStart();
        return new DaemonProcessUnderTest(folder, Run([$"--config.file={path}", .. start.Flags], start));
    }

    /// <summary>Runs the program to its end.</summary>
    public static Task<ProcessOutcome> RunToEndAsync(params string[] arguments) => RunToEndAsync(new DaemonStart(), arguments);

    /// <inheritdoc cref="RunToEndAsync(string[])"/>
    public static async Task<ProcessOutcome> RunToEndAsync(DaemonStart start, params string[] arguments)
    {
        await using var process = Run(arguments, start);
        return await process.ExitAsync(StartBound);
    }

    /// <summary>Replaces the configuration file.</summary>
    public void Edit(string config) => folder.Write(ConfigName, config);

    /// <summary>The metrics in the text format, read.</summary>
    public async Task<MetricSamples> ScrapeAsync() => MetricSamples.Parse(await GetAsync("/metrics", "text/plain;version=0.0.4"));

    /// <summary>The body of an answer 200.</summary>
    public async Task<string> GetAsync(string path, string accept = "*/*")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Metrics, path));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return response.StatusCode == HttpStatusCode.OK
            ? body
            : throw new AssertionException($"GET {path}: {(int)response.StatusCode} {body}");
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path)
    {
        using var response = await http.PostAsync(new Uri(Metrics, path), null);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Scrapes until the condition holds for what was scraped, and hands that out.</summary>
    public async Task<MetricSamples> ScrapeUntilAsync(Func<MetricSamples, bool> condition, TimeSpan within, string because)
    {
        var last = await ScrapeAsync();
        await Eventually.That(
            async () =>
            {
                last = await ScrapeAsync();
                return condition(last);
            },
            within,
            () => $"{because}\n{string.Join('\n', last.All.Where(s => s.Name.StartsWith("probe_", StringComparison.Ordinal) && !s.Name.EndsWith("_bucket", StringComparison.Ordinal)))}\n{Process.Said}");
        return last;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }

    private static async Task<DaemonProcessUnderTest> UntilServingAsync(DaemonProcessUnderTest daemon)
    {
        try
        {
            var line = await daemon.Process.LineAsync(l => ServingLine.IsMatch(l), StartBound, "it serves");
            daemon.Metrics = new Uri(ServingLine.Match(line).Groups["address"].Value);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    private static ChildProcess Run(IEnumerable<string> arguments, DaemonStart start)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var environment = new Dictionary<string, string?>(start.Environment);

        // The service manager of whoever runs the tests is not the daemon's.
        environment.TryAdd("NOTIFY_SOCKET", null);
        environment.TryAdd("WATCHDOG_USEC", null);
        environment.TryAdd("WATCHDOG_PID", null);
        environment.TryAdd("STATE_DIRECTORY", null);

        // A killed process would leave the pipes and the socket of its debugger's door behind in the folder for temporary files.
        environment.TryAdd("DOTNET_EnableDiagnostics", "0");
        string[] words = [.. start.Launcher, dotnet, Assembly, .. arguments];
        var before = start.MaxOpenFiles is { } limit ? string.Create(CultureInfo.InvariantCulture, $"ulimit -n {limit} && ") : "";
        if (start.InDeletedFolder)
        {
            before += "cd \"$(mktemp -d)\" && rmdir \"$PWD\" && ";
        }

        // The shell replaces itself, so the process is the daemon's.
        return before.Length == 0
            ? ChildProcess.Start(words[0], words[1..], environment)
            : ChildProcess.Start("/bin/sh", ["-c", before + "exec \"$0\" \"$@\"", .. words], environment);
    }

    [GeneratedRegex(@"Serving metrics on (?<address>https?://\S+?)\.?(""|$)")]
    private static partial Regex ServingLine { get; }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Exporter.Benchmarks.Harness;

namespace Exporter.Benchmarks.Soak;

/// <summary>
/// The whole daemon over eight cards of the fake driver, one of which hangs inside a call for good: whether the others go on at
/// every interval, how long <c>/metrics</c> takes, and whether memory and threads stay flat.
/// </summary>
internal static class SoakBenchmark
{
    private const int Cards = 8;
    private const int HungCard = 3;
    private const int Targets = 4;
    private const int ScrapesPerSecond = 4;

    /// <summary>Compiling and the pools have settled.</summary>
    private static readonly TimeSpan settleTime = TimeSpan.FromSeconds(60);

    private static readonly string[] healthy = ["count 8", "burst * 1 1000000 200000 139000", "rising * 197 1000000", "rising * 198 1000000", "card * process_utilization 1", "process * compute 101 1000"];

    public static int Run(SoakArguments arguments)
    {
        string machine = Machine.Describe();
        using var folder = new TemporaryFolder();
        using var server = new LoopbackServer();
        var library = new FakeLibrary(folder.Path);
        library.Play(healthy);
        using RunningProgram daemon = RunningProgram.Start(Program(arguments.Daemon, folder.Path, library, server), pin: false);
        using var connection = new ScrapeConnection(daemon.Port, "/metrics");
        Await(connection, text => Count(text, "hw_power_watts{") == Cards, "all cards are read");

        library.WriteDown();
        string[] sick = [.. arguments.HoldsLock ? ["lock 1"] : Array.Empty<string>(), $"hang {HungCard} nvmlDeviceGetUtilizationRates"];
        library.Play([.. healthy, .. arguments.IsHealthy ? [] : sick]);
        int overdue = arguments.IsHealthy ? 0 : arguments.HoldsLock ? Cards : 1;
        Await(connection, text => Overdue(text) == overdue, $"{overdue} overdue");
        Console.Error.WriteLine($"{overdue} overdue; settling for {settleTime.TotalSeconds:0} s, watching for {arguments.Minutes} minutes");
        Watch(connection, settleTime, new SoakWatch());

        var table = new MarkdownTable("minute", "resident, MiB", "of it not backed by files, MiB", "threads", "open files", "/metrics p50, ms", "p99, ms", "longest, ms", "probes");
        var all = new SoakWatch();
        table.Add(Row(0, daemon, server, null));
        for (int minute = 1; minute <= arguments.Minutes; minute++)
        {
            var watch = new SoakWatch();
            Watch(connection, TimeSpan.FromMinutes(1), watch);
            all.Add(watch);
            table.Add(Row(minute, daemon, server, watch));
        }

        Console.WriteLine($"{machine}; {Cards} cards, {(arguments.IsHealthy ? "all well" : arguments.HoldsLock ? "one hung for good with the library's lock held" : "one hung for good")}\n\n{table}");
        Console.WriteLine($"/metrics over {all.Latencies.Count} scrapes: p50 {Text(all.Quantile(0.5))} ms, p99 {Text(all.Quantile(0.99))} ms, longest {Text(all.Quantile(1))} ms");
        Console.WriteLine($"Longest time without a new reading, by card: {string.Join(", ", Enumerable.Range(0, Cards).Select(card => $"{card}: {all.Standstill(card)}"))}");
        Console.WriteLine($"Threads that called the driver since the hang, by card: {string.Join(", ", library.ThreadsByCard().OrderBy(card => card.Key).Select(card => $"{card.Key}: {card.Value}"))}");
        library.Play(healthy);
        return 0;
    }

    private static ProgramUnderTest Program(string daemon, string folder, FakeLibrary library, LoopbackServer server)
    {
        var yaml = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"gpu: {{ library: {library.Path}, kernel_log: null, timeout: 2s }}\nexposition: {{ snapshot_age: 0s }}\ntargets:\n");
        for (int i = 1; i <= Targets; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                  - name: server-{{i}}
                    url: http://127.0.0.1:{{server.Port}}
                    probes: [ { name: health, type: http, path: /{{i}}/health, interval: 1s, timeout: 900ms } ]

                """);
        }

        string file = Path.Combine(folder, "soak.yaml");
        File.WriteAllText(file, yaml.ToString());
        return new ProgramUnderTest("ours", daemon, port => [$"--config.file={file}", $"--web.listen-address=127.0.0.1:{port}"], "/metrics", null);
    }

    private static void Watch(ScrapeConnection connection, TimeSpan length, SoakWatch watch)
    {
        long started = Stopwatch.GetTimestamp();
        int times = (int)(length.TotalSeconds * ScrapesPerSecond);
        for (int i = 1; i <= times; i++)
        {
            ScrapeAnswer answer = connection.Scrape(gzip: false);
            watch.See(answer.Elapsed, Encoding.UTF8.GetString(answer.Body.Span));
            TimeSpan wait = TimeSpan.FromSeconds((double)i / ScrapesPerSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                Thread.Sleep(wait);
            }
        }
    }

    private static void Await(ScrapeConnection connection, Predicate<string> condition, string what)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition(Encoding.UTF8.GetString(connection.Scrape(gzip: false).Body.Span)))
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException($"Not within a minute: {what}.");
            }

            Thread.Sleep(100);
        }
    }

    private static string[] Row(int minute, RunningProgram daemon, LoopbackServer server, SoakWatch? watch) =>
    [
        $"{minute}",
        Text(ProcessCost.ResidentBytes(daemon.Pid, own: false) / (1024.0 * 1024)),
        Text(ProcessCost.ResidentBytes(daemon.Pid, own: true) / (1024.0 * 1024)),
        $"{Directory.GetDirectories($"/proc/{daemon.Pid}/task").Length}",
        $"{Directory.GetFiles($"/proc/{daemon.Pid}/fd").Length}",
        watch is null ? "-" : Text(watch.Quantile(0.5)),
        watch is null ? "-" : Text(watch.Quantile(0.99)),
        watch is null ? "-" : Text(watch.Quantile(1)),
        $"{server.Requests}",
    ];

    private static int Overdue(string text) => text.Split('\n').Count(line => line.StartsWith("modelhost_exporter_collector_overdue{collector=\"gpu\",gpu=", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal));

    private static int Count(string text, string begin) => text.Split('\n').Count(line => line.StartsWith(begin, StringComparison.Ordinal));

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}

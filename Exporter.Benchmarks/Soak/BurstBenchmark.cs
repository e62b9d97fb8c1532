using System.Globalization;
using System.Text.Json;
using Exporter.Benchmarks.Harness;

namespace Exporter.Benchmarks.Soak;

/// <summary>
/// A card that works for 200 ms of every second, which a gauge at a scrape every 15 s nearly never sees: what a real Prometheus
/// makes of the counter of busy time. Needs Debian's package prometheus.
/// </summary>
internal static class BurstBenchmark
{
    private const string Prometheus = "/usr/bin/prometheus";
    private const string Rate = "rate(hw_gpu_busy_time_seconds_total{hw_gpu_task=\"general\"}[1m])";

    public static int Run(SoakArguments arguments)
    {
        if (!File.Exists(Prometheus))
        {
            Console.Error.WriteLine($"There is no {Prometheus}; Debian has it in the package 'prometheus'.");
            return 1;
        }

        string machine = Machine.Describe();
        using var folder = new TemporaryFolder();
        var library = new FakeLibrary(folder.Path);
        library.Play("burst 0 1 1000000 200000 139000");
        string config = Path.Combine(folder.Path, "exporter.yaml");
        File.WriteAllText(config, $"gpu: {{ library: {library.Path}, kernel_log: null }}\nhost: {{ enabled: false }}\n");
        using RunningProgram daemon = RunningProgram.Start(
            new ProgramUnderTest("ours", arguments.Daemon, port => [$"--config.file={config}", $"--web.listen-address=127.0.0.1:{port}"], "/metrics", null), pin: false);
        using RunningProgram prometheus = RunningProgram.Start(Server(folder.Path, daemon.Port), pin: false);
        DateTimeOffset begin = DateTimeOffset.UtcNow;
        Console.Error.WriteLine($"watching for {arguments.Minutes} minutes");
        Thread.Sleep(TimeSpan.FromMinutes(arguments.Minutes));
        double[] rates = Query(prometheus.Port, begin + TimeSpan.FromSeconds(90), DateTimeOffset.UtcNow - TimeSpan.FromSeconds(15));
        Console.WriteLine(machine);
        Console.WriteLine(rates.Length == 0
            ? "No rate in the middle: watch for longer."
            : string.Create(CultureInfo.InvariantCulture, $"{Rate} in the middle of {arguments.Minutes} minutes, {rates.Length} times: {rates.Min():0.0000} to {rates.Max():0.0000}, mean {rates.Average():0.0000} (true: 0.2)"));
        return rates.Length > 0 && rates.All(rate => Math.Abs(rate - 0.2) <= 0.01) ? 0 : 1;
    }

    private static ProgramUnderTest Server(string folder, int port)
    {
        string file = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(file, $$"""
            global: { scrape_interval: 15s }
            scrape_configs:
              - job_name: modelhost
                static_configs: [ { targets: ["127.0.0.1:{{port}}"] } ]
            """);
        return new ProgramUnderTest(
            "prometheus", Prometheus, own => [$"--config.file={file}", $"--storage.tsdb.path={Path.Combine(folder, "data")}", $"--web.listen-address=127.0.0.1:{own}"], "/metrics", null);
    }

    private static double[] Query(int port, DateTimeOffset from, DateTimeOffset to)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var uri = new Uri($"http://127.0.0.1:{port}/api/v1/query_range?query={Uri.EscapeDataString(Rate)}&start={from.ToUnixTimeSeconds()}&end={Math.Max(from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds())}&step=5");
        using JsonDocument answer = JsonDocument.Parse(http.GetStringAsync(uri).GetAwaiter().GetResult());
        return
        [
            .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                .SelectMany(series => series.GetProperty("values").EnumerateArray())
                .Select(value => double.Parse(value[1].GetString()!, CultureInfo.InvariantCulture)),
        ];
    }
}

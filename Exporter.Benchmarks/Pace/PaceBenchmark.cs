using System.Diagnostics;
using System.Globalization;
using System.Text;
using Exporter.Benchmarks.Harness;

namespace Exporter.Benchmarks.Pace;

/// <summary>
/// Whether many probes keep their time: 200 targets probed once a second by the daemon, seen from the probed server; and
/// what a probe costs beside blackbox_exporter, asked for as many in the same run.
/// </summary>
internal static class PaceBenchmark
{
    private const int Targets = 200;
    private const double DelayBoundMilliseconds = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <returns>The exit code: 0 where every promise holds.</returns>
    public static int Run(BenchmarkArguments arguments)
    {
        Console.WriteLine($"{Machine.Describe()}; {Targets} probes every {Interval.TotalSeconds} s for {arguments.Seconds} s, {arguments.Rounds} rounds\n");
        using var folder = new TemporaryFolder();
        using var server = new LoopbackServer();
        if (arguments.Pin)
        {
            Machine.PinClient();
        }

        bool all = true;
        var table = new MarkdownTable("round", "probes", "ticks missed", "delay p50, ms", "p99, ms", "largest, ms", "CPU a probe, ms", "blackbox_exporter's, ms", "holds");
        for (int round = 1; round <= arguments.Rounds; round++)
        {
            (Arrivals arrivals, double missed, double ours) = Ours(arguments, folder.Path, server);
            double? blackbox = Blackbox(arguments, folder.Path, server);
            IReadOnlyList<double> delays = arrivals.DelaysMilliseconds;
            double tail = Statistics.Quantile(delays, 0.99);
            bool holds = missed == 0 && arrivals.Missed == 0 && tail < DelayBoundMilliseconds && !(ours > blackbox);
            all &= holds;
            table.Add(
                $"{round}", $"{arrivals.Count}", Text(Math.Max(missed, arrivals.Missed), "0"), Text(Statistics.Median(delays), "0.00"), Text(tail, "0.00"), Text(delays.Max(), "0.00"),
                Text(ours, "0.00"), blackbox is { } other ? Text(other, "0.00") : "-", holds ? "yes" : "NO");
        }

        Console.WriteLine(table);
        Console.WriteLine(all ? "pass" : "FAIL");
        return all ? 0 : 1;
    }

    private static (Arrivals Arrivals, double Missed, double CpuMilliseconds) Ours(BenchmarkArguments arguments, string folder, LoopbackServer server)
    {
        using RunningProgram ours = RunningProgram.Start(new DaemonSetup(arguments.Daemon, folder, server).ProbesOnly("ours", Targets), arguments.Pin);
        using var connection = new ScrapeConnection(ours.Port, "/metrics");
        Thread.Sleep(WarmUp);
        double before = Skipped(connection);
        server.ForgetPaths();
        Console.Error.WriteLine($"ours for {arguments.Seconds} s");
        TimeSpan cpu = ProcessCost.Cpu(ours.Pid);
        Thread.Sleep(TimeSpan.FromSeconds(arguments.Seconds));
        double spent = (ProcessCost.Cpu(ours.Pid) - cpu).TotalMilliseconds;
        var arrivals = new Arrivals(server.Arrivals, Interval);
        return (arrivals, Skipped(connection) - before, spent / arrivals.Count);
    }

    private static double? Blackbox(BenchmarkArguments arguments, string folder, LoopbackServer server)
    {
        string file = Path.Combine(folder, "blackbox.yml");
        Peers.WriteBlackboxConfiguration(file);
        if (Peers.Blackbox(Console.Error, file) is not { } program)
        {
            return null;
        }

        using RunningProgram blackbox = RunningProgram.Start(program, arguments.Pin);
        using var connection = new ScrapeConnection(blackbox.Port, $"/probe?module=plain&target=http://127.0.0.1:{server.Port}/");
        Ask(connection, WarmUp);
        Console.Error.WriteLine($"blackbox_exporter for {arguments.Seconds} s");
        long probes = server.Requests;
        TimeSpan cpu = ProcessCost.Cpu(blackbox.Pid);
        Ask(connection, TimeSpan.FromSeconds(arguments.Seconds));
        return (ProcessCost.Cpu(blackbox.Pid) - cpu).TotalMilliseconds / (server.Requests - probes);
    }

    private static void Ask(ScrapeConnection connection, TimeSpan length)
    {
        long started = Stopwatch.GetTimestamp();
        int times = (int)(length / Interval * Targets);
        for (int i = 1; i <= times; i++)
        {
            connection.Scrape(gzip: true);
            TimeSpan wait = (Interval * i / Targets) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                Thread.Sleep(wait);
            }
        }
    }

    /// <summary>Ticks that the daemon says it skipped, for whatever reason.</summary>
    private static double Skipped(ScrapeConnection connection) =>
        Encoding.UTF8.GetString(connection.Scrape(gzip: false).Body.Span).Split('\n')
            .Where(static line => line.StartsWith("probe_skipped_total{", StringComparison.Ordinal))
            .Sum(static line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

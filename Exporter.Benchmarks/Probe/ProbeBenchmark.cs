using System.Diagnostics;
using System.Globalization;
using Exporter.Benchmarks.Harness;

namespace Exporter.Benchmarks.Probe;

/// <summary>
/// What one plain HTTP probe costs: ours on its own schedule, blackbox_exporter's asked for at the same pace, against the
/// same server, in turns. Both open a new connection for every probe. blackbox_exporter's answer is its scrape, so ours is
/// measured once unscraped and once scraped as often as each target is probed.
/// </summary>
internal static class ProbeBenchmark
{
    private const int ProbesPerSecond = 50;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public static int Run(BenchmarkArguments arguments)
    {
        string machine = Machine.Describe();
        using var folder = new TemporaryFolder();
        using var server = new LoopbackServer();
        if (arguments.Pin)
        {
            Machine.PinClient();
        }

        TimeSpan window = TimeSpan.FromSeconds(arguments.Seconds);
        var measured = new List<(string Name, List<ProbeMeasurement> Rounds)>();
        for (int round = 1; round <= arguments.Rounds; round++)
        {
            if (File.Exists(arguments.Daemon))
            {
                Ours(arguments, folder.Path, server, window, measured);
            }

            Blackbox(arguments, folder.Path, server, window, measured);
        }

        Console.WriteLine($"{machine}; {arguments.Rounds} rounds of {arguments.Seconds} s, {ProbesPerSecond} probes a second\n");
        Console.WriteLine(Render(measured));
        return 0;
    }

    private static void Ours(
        BenchmarkArguments arguments, string folder, LoopbackServer server, TimeSpan window, List<(string, List<ProbeMeasurement>)> measured)
    {
        var setup = new DaemonSetup(arguments.Daemon, folder, server);
        using (RunningProgram idle = RunningProgram.Start(setup.ProbesOnly("ours, no target", 0), arguments.Pin))
        {
            Pace(WarmUp, 1, () => { });
            Keep(measured, "ours, no target", Window(idle, server, window, () => Thread.Sleep(window)));
        }

        using RunningProgram ours = RunningProgram.Start(setup.ProbesOnly("ours", ProbesPerSecond), arguments.Pin);
        using var connection = new ScrapeConnection(ours.Port, "/metrics");
        Pace(WarmUp, 1, () => connection.Scrape(gzip: true));
        Keep(measured, "ours, not scraped", Window(ours, server, window, () => Thread.Sleep(window)));
        Keep(measured, "ours, scraped once a second", Window(ours, server, window, () => Pace(window, 1, () => connection.Scrape(gzip: true))));
    }

    private static void Blackbox(
        BenchmarkArguments arguments, string folder, LoopbackServer server, TimeSpan window, List<(string, List<ProbeMeasurement>)> measured)
    {
        string file = Path.Combine(folder, "blackbox.yml");
        Peers.WriteBlackboxConfiguration(file);
        if (Peers.Blackbox(Console.Error, file) is not { } program)
        {
            return;
        }

        using RunningProgram blackbox = RunningProgram.Start(program, arguments.Pin);
        using var connection = new ScrapeConnection(blackbox.Port, $"/probe?module=plain&target=http://127.0.0.1:{server.Port}/");
        Pace(WarmUp, ProbesPerSecond, () => connection.Scrape(gzip: true));
        Keep(measured, "blackbox_exporter", Window(blackbox, server, window, () => Pace(window, ProbesPerSecond, () => connection.Scrape(gzip: true))));
    }

    private static ProbeMeasurement Window(RunningProgram running, LoopbackServer server, TimeSpan window, Action meanwhile)
    {
        Console.Error.WriteLine($"measuring for {window.TotalSeconds} s");
        long started = Stopwatch.GetTimestamp();
        long probes = server.Requests;
        TimeSpan cpu = ProcessCost.Cpu(running.Pid);
        meanwhile();
        return new ProbeMeasurement(
            server.Requests - probes,
            Stopwatch.GetElapsedTime(started),
            (ProcessCost.Cpu(running.Pid) - cpu).TotalMilliseconds,
            ProcessCost.ResidentBytes(running.Pid, own: false));
    }

    private static void Pace(TimeSpan length, int perSecond, Action work)
    {
        long started = Stopwatch.GetTimestamp();
        int times = (int)(length.TotalSeconds * perSecond);
        for (int i = 1; i <= times; i++)
        {
            work();
            TimeSpan wait = TimeSpan.FromSeconds((double)i / perSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                Thread.Sleep(wait);
            }
        }
    }

    private static void Keep(List<(string Name, List<ProbeMeasurement> Rounds)> measured, string name, ProbeMeasurement measurement)
    {
        List<ProbeMeasurement>? rounds = measured.FirstOrDefault(m => m.Name == name).Rounds;
        if (rounds is null)
        {
            measured.Add((name, rounds = []));
        }

        rounds.Add(measurement);
    }

    private static string Render(List<(string Name, List<ProbeMeasurement> Rounds)> measured)
    {
        var table = new MarkdownTable("", "probes in a window", "CPU, ms a second", "CPU a probe, ms", "resident, MiB");
        foreach ((string name, List<ProbeMeasurement> rounds) in measured)
        {
            table.Add(
                name,
                Text(rounds, "0", m => m.Probes),
                Text(rounds, "0.0", m => m.CpuMilliseconds / m.Elapsed.TotalSeconds),
                rounds.Exists(m => m.Probes == 0) ? "-" : Text(rounds, "0.00", m => m.CpuMilliseconds / m.Probes),
                Text(rounds, "0.0", m => m.ResidentBytes / (1024.0 * 1024.0)));
        }

        return table.ToString();
    }

    private static string Text(List<ProbeMeasurement> rounds, string format, Func<ProbeMeasurement, double> value) =>
        Statistics.Median(rounds.Select(value)).ToString(format, CultureInfo.InvariantCulture);
}

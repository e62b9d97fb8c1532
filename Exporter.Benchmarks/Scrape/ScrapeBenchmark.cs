using Exporter.Benchmarks.Harness;

namespace Exporter.Benchmarks.Scrape;

/// <summary>
/// Scrapes of our daemon and of Debian's exporters, one process at a time, in rounds (A B C, A B C, ...) so that a drift of
/// the machine hits all alike.
/// </summary>
internal static class ScrapeBenchmark
{
    public static int Run(BenchmarkArguments arguments)
    {
        string machine = Machine.Describe();
        using var folder = new TemporaryFolder();
        using var server = new LoopbackServer();
        if (arguments.Pin)
        {
            Machine.PinClient();
        }

        WarmUpClient(server);
        List<ProgramUnderTest> programs = [.. Programs(arguments, folder, server)
            .Where(program => program.Name.Contains(arguments.Only, StringComparison.Ordinal))];
        var measured = programs.ToDictionary(program => program, _ => new List<ScrapeMeasurement>());
        for (int round = 1; round <= arguments.Rounds; round++)
        {
            foreach (ProgramUnderTest program in programs)
            {
                Console.Error.WriteLine($"round {round} of {arguments.Rounds}: {program.Name}");
                measured[program].Add(ScrapeRound.Run(program, arguments.Pin));
            }
        }

        Console.Error.WriteLine("at rest, a minute and a half");
        Dictionary<string, double> resting = Rest.Watch(programs.Where(program => program.WatchedAtRest));
        Console.WriteLine($"{machine}; {arguments.Rounds} rounds{(arguments.Pin ? ", program and client on a core each" : "")}\n");
        Console.WriteLine(ScrapeReport.Render([.. programs.Select(program => (program.Name, measured[program]))], resting));
        return 0;
    }

    private static List<ProgramUnderTest> Programs(BenchmarkArguments arguments, TemporaryFolder folder, LoopbackServer server)
    {
        List<ProgramUnderTest> programs = [];
        if (File.Exists(arguments.Daemon))
        {
            var setup = new DaemonSetup(arguments.Daemon, folder.Path, server);
            int targets = TargetsFor(arguments.Series, setup);
            programs.Add(setup.Full("ours, collecting for every scrape", targets, TimeSpan.Zero, runtimeMetrics: false) with { WatchedAtRest = true });
            programs.Add(setup.Full("ours, snapshot shared for 250 ms", targets, TimeSpan.FromMilliseconds(250), runtimeMetrics: false));
            programs.Add(setup.Full("ours, with runtime metrics", targets, TimeSpan.Zero, runtimeMetrics: true));
        }
        else
        {
            Console.Error.WriteLine("Our daemon is not built: its columns are missing.");
        }

        string blackboxFile = Path.Combine(folder.Path, "blackbox.yml");
        Peers.WriteBlackboxConfiguration(blackboxFile);
        if (Peers.Node(Console.Error) is { } node)
        {
            programs.Add(node with { WatchedAtRest = true });
        }

        if (Peers.Blackbox(Console.Error, blackboxFile) is { } blackbox)
        {
            programs.Add(blackbox with { WatchedAtRest = true });
            programs.Add(blackbox with
            {
                Name = "blackbox_exporter /probe",
                Path = $"/probe?module=plain&target=http://127.0.0.1:{server.Port}/",
                AllocationCounter = null,
            });
        }

        return programs;
    }

    /// <summary>How many targets make about the wanted number of series: two trial starts say what a target adds.</summary>
    private static int TargetsFor(int series, DaemonSetup setup)
    {
        int one = ScrapeRound.CountSeries(setup.Full("trial", 1, TimeSpan.Zero, runtimeMetrics: false));
        int three = ScrapeRound.CountSeries(setup.Full("trial", 3, TimeSpan.Zero, runtimeMetrics: false));
        double perTarget = (three - one) / 2.0;
        int targets = Math.Max(1, 1 + (int)Math.Round((series - one) / perTarget));
        Console.Error.WriteLine($"{one} series with one target, {perTarget} for every further one: {targets} targets");
        return targets;
    }

    /// <summary>The first program measured shall not pay for the client's own compilation.</summary>
    private static void WarmUpClient(LoopbackServer server)
    {
        using var connection = new ScrapeConnection(server.Port, "/warm-up");
        for (int i = 0; i < 3000; i++)
        {
            connection.Scrape(gzip: i % 2 == 0);
        }
    }
}

using Exporter.Benchmarks.Harness;

namespace Exporter.Benchmarks.Scrape;

/// <summary>What programs cost that nobody scrapes: all side by side, after a minute to get over their start.</summary>
internal static class Rest
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    /// <returns>CPU in milliseconds a second, by the program's name.</returns>
    public static Dictionary<string, double> Watch(IEnumerable<ProgramUnderTest> programs)
    {
        List<(string Name, RunningProgram Running)> running = [];
        try
        {
            foreach (ProgramUnderTest program in programs)
            {
                running.Add((program.Name, RunningProgram.Start(program, pin: false)));
            }

            Thread.Sleep(Quiet);
            TimeSpan[] before = [.. running.Select(r => ProcessCost.Cpu(r.Running.Pid))];
            Thread.Sleep(Watched);
            return running.Select((r, i) => (r.Name, Cpu: ProcessCost.Cpu(r.Running.Pid) - before[i]))
                .ToDictionary(r => r.Name, r => r.Cpu.TotalMilliseconds / Watched.TotalSeconds);
        }
        finally
        {
            running.ForEach(r => r.Running.Dispose());
        }
    }
}

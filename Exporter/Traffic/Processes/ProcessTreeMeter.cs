using System.Globalization;
using Exporter.Configuration;
using Exporter.Host;
using Exporter.Host.Proc;
using Exporter.Host.Processes;

namespace Exporter.Traffic.Processes;

/// <summary>Measures what the processes of each target use, from look to look.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ProcessTreeMeter
{
    private readonly Dictionary<string, CpuTally> tallies = [];
    private readonly SteadyTime bootTime = new();
    private string procPath = "";
    private ProcFile proc = new("");

    /// <summary>Says where to read from now on; what was counted is kept.</summary>
    public void Open(string path) => (procPath, proc) = (path, new ProcFile(path));

    /// <summary>One usage for each endpoint, in their order.</summary>
    public IEnumerable<ProcessTreeUsage> Measure(ProcessMap map, ValueList<TargetEndpoint> endpoints)
    {
        var trees = map.Processes.All.ToLookup(p => map.TreeOf(p.Pid));
        var boot = bootTime.Of(CpuStat.Parse(proc.Read("stat"))?.BootTimeSeconds);
        foreach (var endpoint in endpoints)
        {
            var tree = trees[endpoint.Target].ToList();
            if (!tallies.TryGetValue(endpoint.Target, out var tally))
            {
                tallies[endpoint.Target] = tally = new CpuTally();
            }

            tally.Add(tree);
            yield return new ProcessTreeUsage(
                endpoint.Target,
                tree.Count,
                tally.Seconds,
                tree.Sum(p => p.ResidentBytes),
                tree.Sum(p => p.Threads),
                OpenFiles(tree),
                boot is { } b && tree.Count > 0 ? DateTimeOffset.UnixEpoch.AddSeconds(b + tree.Min(p => p.StartSeconds)) : null);
        }
    }

    private long? OpenFiles(List<ProcessEntry> tree)
    {
        long sum = 0;
        foreach (var process in tree)
        {
            try
            {
                sum += Directory.EnumerateFileSystemEntries(Path.Combine(procPath, process.Pid.ToString(CultureInfo.InvariantCulture), "fd")).LongCount();
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
            catch (IOException)
            {
                // The process ended in the meantime.
            }
        }

        return tree.Count > 0 ? sum : null;
    }
}

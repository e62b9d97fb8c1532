using Exporter.Host.Processes;

namespace Exporter.Traffic.Processes;

/// <summary>Adds up the CPU time of processes that come and go, so that the sum never goes back.</summary>
internal sealed class CpuTally
{
    private Dictionary<(int Pid, double Start), double> last = [];

    /// <summary>Seconds used by every process that was ever seen, from its start.</summary>
    public double Seconds { get; private set; }

    public void Add(IEnumerable<ProcessEntry> processes)
    {
        var next = new Dictionary<(int, double), double>();
        foreach (var process in processes)
        {
            var key = (process.Pid, process.StartSeconds);
            var before = last.GetValueOrDefault(key);
            Seconds += Math.Max(0, process.CpuSeconds - before);
            next[key] = Math.Max(before, process.CpuSeconds);
        }

        last = next;
    }
}

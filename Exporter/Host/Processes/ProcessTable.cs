using System.Globalization;
using Exporter.Host.Proc;

namespace Exporter.Host.Processes;

/// <summary>All processes that a proc file system shows, read once.</summary>
internal sealed class ProcessTable
{
    private readonly Dictionary<int, ProcessEntry> byPid;

    private ProcessTable(Dictionary<int, ProcessEntry> byPid) => this.byPid = byPid;

    public static ProcessTable Empty { get; } = new([]);

    public IEnumerable<ProcessEntry> All => byPid.Values;

    /// <summary>Reads now. A process that ends meanwhile is left out.</summary>
    public static ProcessTable Read(string procPath)
    {
        var proc = new ProcFile(procPath);
        var byPid = new Dictionary<int, ProcessEntry>();
        foreach (var pid in Pids(procPath))
        {
            if (ProcessEntry.Parse(proc.Read($"{pid.ToString(CultureInfo.InvariantCulture)}/stat")) is { } entry)
            {
                byPid[entry.Pid] = entry;
            }
        }

        return new ProcessTable(byPid);
    }

    /// <summary>Null for a process that was not there.</summary>
    public ProcessEntry? Find(int pid) => byPid.GetValueOrDefault(pid);

    /// <summary>The process itself, its parent, and so on up to the first.</summary>
    public IEnumerable<ProcessEntry> WithAncestors(int pid)
    {
        // A table read while processes come and go may hold a circle of reused pids.
        var seen = new HashSet<int>();
        for (var entry = Find(pid); entry is not null && seen.Add(entry.Pid); entry = Find(entry.ParentPid))
        {
            yield return entry;
        }
    }

    private static IEnumerable<int> Pids(string procPath)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(procPath)
                .Select(d => int.TryParse(Path.GetFileName(d.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
                .Where(pid => pid > 0)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

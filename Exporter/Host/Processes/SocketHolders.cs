using System.Globalization;

namespace Exporter.Host.Processes;

/// <summary>Which processes hold a socket open. Looking through every process's descriptors is dear, so an answer is kept while it holds.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SocketHolders(string procPath)
{
    private readonly Dictionary<ulong, List<ProcessEntry>> known = [];

    /// <summary>Whether descriptors of some process could not be looked at in the last search: a holder may be missing for that.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>The holders of each of <paramref name="inodes"/>; a socket whose holder cannot be seen has none.</summary>
    public IReadOnlyDictionary<ulong, List<ProcessEntry>> Find(IReadOnlyCollection<ulong> inodes, ProcessTable processes)
    {
        foreach (var gone in known.Keys.Where(i => !inodes.Contains(i)).ToList())
        {
            known.Remove(gone);
        }

        if (inodes.Any(i => !StillHeld(i, processes)))
        {
            Search([.. inodes], processes);
        }

        return known;
    }

    private bool StillHeld(ulong inode, ProcessTable processes) =>
        known.TryGetValue(inode, out var holders) && holders.Count > 0 && holders.All(h => processes.Find(h.Pid)?.StartSeconds.Equals(h.StartSeconds) == true);

    private void Search(HashSet<ulong> inodes, ProcessTable processes)
    {
        known.Clear();
        WasRefused = false;
        foreach (var inode in inodes)
        {
            known[inode] = [];
        }

        foreach (var process in processes.All)
        {
            foreach (var inode in SocketsOf(process.Pid).Where(inodes.Contains))
            {
                known[inode].Add(process);
            }
        }
    }

    private HashSet<ulong> SocketsOf(int pid)
    {
        var sockets = new HashSet<ulong>();
        var folder = Path.Combine(procPath, pid.ToString(CultureInfo.InvariantCulture), "fd");
        try
        {
            foreach (var descriptor in Directory.EnumerateFileSystemEntries(folder))
            {
                if (InodeOf(File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name) is { } inode)
                {
                    sockets.Add(inode);
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            WasRefused = true;
        }
        catch (IOException)
        {
            // The process or the descriptor ended in the meantime.
        }

        return sockets;
    }

    /// <summary>From <c>socket:[12345]</c>; null for every other kind of descriptor.</summary>
    private static ulong? InodeOf(string? link)
    {
        const string Prefix = "socket:[";
        return link is not null && link.StartsWith(Prefix, StringComparison.Ordinal) && link.EndsWith(']')
            && ulong.TryParse(link.AsSpan(Prefix.Length, link.Length - Prefix.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
            ? inode
            : null;
    }
}

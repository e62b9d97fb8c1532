using Exporter.Host.Processes;

namespace Exporter.Traffic.Processes;

/// <summary>Whose each process is, at one moment. Immutable.</summary>
/// <remarks>
/// The one that listens on a target's port is the target's, and so is everything that descends from it and everything of its
/// service or container: engines hold the GPU in a child of the listener, or beside it under a common launcher.
/// </remarks>
internal sealed class ProcessMap
{
    private readonly ProcessTable processes;
    private readonly Func<int, string?> groupOf;
    private readonly Dictionary<int, string> listeners;
    private readonly Dictionary<string, string?> groups = [];
    private readonly Dictionary<int, string?> sessions = [];

    /// <param name="processes">All processes.</param>
    /// <param name="listeners">Pid to target for the processes that hold a target's listening socket.</param>
    /// <param name="groupOf">The control group of a process, null where it says nothing.</param>
    public ProcessMap(ProcessTable processes, IReadOnlyDictionary<int, string> listeners, Func<int, string?> groupOf)
    {
        this.processes = processes;
        this.groupOf = groupOf;
        this.listeners = new Dictionary<int, string>(listeners);
        foreach (var (pid, target) in listeners)
        {
            Claim(groups, groupOf(pid), target);
            Claim(sessions, processes.Find(pid)?.SessionId is > 1 and var session ? session : null, target);
        }
    }

    public static ProcessMap Empty { get; } = new(ProcessTable.Empty, new Dictionary<int, string>(), _ => null);

    public ProcessTable Processes => processes;

    /// <summary>The target whose listener, or descendant, or service, or container the process is; null for everybody else's.</summary>
    public string? TreeOf(int pid)
    {
        foreach (var ancestor in processes.WithAncestors(pid))
        {
            if (listeners.TryGetValue(ancestor.Pid, out var target))
            {
                return target;
            }
        }

        return groupOf(pid) is { } group ? groups.GetValueOrDefault(group) : null;
    }

    /// <summary>As <see cref="TreeOf"/>, and at last the login session: good enough for a process that is known to use a GPU, not for every shell beside it.</summary>
    public string? OwnerOf(int pid) =>
        TreeOf(pid) ?? (processes.Find(pid) is { } process ? sessions.GetValueOrDefault(process.SessionId) : null);

    /// <summary>A group that two targets share tells nothing: it belongs to neither.</summary>
    private static void Claim<TKey>(Dictionary<TKey, string?> claims, TKey? key, string target)
        where TKey : notnull
    {
        if (key is not null)
        {
            claims[key] = claims.TryGetValue(key, out var other) && other != target ? null : target;
        }
    }

    private static void Claim(Dictionary<int, string?> claims, int? key, string target)
    {
        if (key is { } session)
        {
            Claim<int>(claims, session, target);
        }
    }
}

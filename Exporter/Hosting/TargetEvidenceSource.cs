using System.Collections.Concurrent;
using Exporter.Gpu;
using Exporter.Traffic.Processes;
using Exporter.Traffic.Sockets;
using Exporter.Traffic.State;

namespace Exporter.Hosting;

/// <summary>Puts together what the rooms know of a target. Reads memory only.</summary>
/// <param name="probesOf">What its probes know.</param>
/// <param name="serverOf">What the server's own metrics say; null where they are not read.</param>
/// <param name="gpusNow">The GPUs as they are known now; null where none is read.</param>
internal sealed class TargetEvidenceSource(
    Func<string, IReadOnlyList<ProbeEvidence>> probesOf,
    SocketCollection sockets,
    TargetProcesses processes,
    Func<string, ServerFacts?> serverOf,
    Func<IReadOnlyList<GpuView>?> gpusNow)
{
    /// <summary>The GPUs that each target was on when they could last be looked at.</summary>
    private readonly ConcurrentDictionary<string, HashSet<string>> homes = new(StringComparer.Ordinal);

    public TargetEvidence Of(string target)
    {
        var probes = probesOf(target);
        return new TargetEvidence
        {
            Probes = probes,
            Sockets = sockets.Find(target),
            IsListening = IsListening(target, probes),
            Server = serverOf(target),
            Gpu = GpuOf(target),
            ProcessStart = processes.Usage.FirstOrDefault(u => u.Target == target)?.StartTime,
        };
    }

    /// <summary>A container that listens on the port is the target's only as long as the way there is open: a refused probe knows better.</summary>
    private bool? IsListening(string target, IReadOnlyList<ProbeEvidence> probes) =>
        processes.PlaceOf(target) is not null && probes.Any(p => p.Finding == ProbeFinding.Refused) ? null : sockets.IsListening(target);

    private GpuEvidence? GpuOf(string target)
    {
        if (gpusNow() is not { Count: > 0 } views)
        {
            return null;
        }

        var home = homes.GetOrAdd(target, _ => []);
        foreach (var view in views.Where(v => v.Snapshot?.Processes is not null && v.Identity is not null))
        {
            if (Holds(view, target))
            {
                home.Add(view.Identity!.Uuid);
            }
            else if (views.Any(v => Holds(v, target)))
            {
                // It moved: what it left is not its own any more. Where it is on none, the last ones stay its home.
                home.Remove(view.Identity!.Uuid);
            }
        }

        var isOn = views.Any(v => Holds(v, target));
        var isCertain = isOn || views.All(v => v.Snapshot?.Processes is not null);
        return new GpuEvidence(isCertain ? isOn : null, views.Any(v => v.Identity is { } i && home.Contains(i.Uuid) && IsLost(v)));
    }

    private static bool Holds(GpuView view, string target) => view.Snapshot?.Processes?.Any(p => p.Owner.Target == target) == true;

    /// <summary>Gone from the bus or deaf; a card that only wants a repair still computes.</summary>
    private static bool IsLost(GpuView view) => view.IsMissing || view.Snapshot?.Failure?.Scope == GpuFailureScope.Card;
}

using System.Net;
using Exporter.Host.Processes;

namespace Exporter.Traffic.Discovery;

/// <summary>A port on which somebody listens who may be a server of models.</summary>
/// <param name="Address">Where to ask.</param>
/// <param name="Processes">Who holds it; none where that cannot be seen.</param>
internal sealed record Candidate(IPAddress Address, int Port, IReadOnlyList<ProcessEntry> Processes)
{
    /// <summary>The one that the others come from, as a rule.</summary>
    public ProcessEntry? Process => Processes.MinBy(static process => process.Pid);
}

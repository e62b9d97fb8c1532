using Exporter.Host.Processes;

namespace Exporter.Traffic.Discovery;

/// <summary>Who is to be asked, and how many were passed over.</summary>
/// <param name="PassedOver">Ports that are never those of a server of models, or not for sure safe to ask.</param>
/// <param name="Processes">All processes at that moment.</param>
internal sealed record Candidates(IReadOnlyList<Candidate> All, int PassedOver, ProcessTable Processes);

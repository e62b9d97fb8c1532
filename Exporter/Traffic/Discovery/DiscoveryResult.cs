namespace Exporter.Traffic.Discovery;

/// <summary>What one search brought.</summary>
/// <param name="Servers">By port; those that are no servers of models included.</param>
/// <param name="PassedOver">Ports that were left alone.</param>
/// <param name="Unanswered">Ports that were asked and did not answer as HTTP, or not in time.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record DiscoveryResult(IReadOnlyList<DiscoveredServer> Servers, int PassedOver, IReadOnlyList<int> Unanswered, TimeSpan Duration);

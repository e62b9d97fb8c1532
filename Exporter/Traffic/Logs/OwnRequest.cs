namespace Exporter.Traffic.Logs;

/// <summary>A request that one of our probes has sent to a target.</summary>
/// <param name="LocalPort">The client port that its server saw, unless something stands between; 0 where it is not known.</param>
/// <param name="Path">Path and query as sent.</param>
/// <param name="Status">What was answered; null as long as nothing was.</param>
internal sealed record OwnRequest(int LocalPort, string Method, string Path, Func<int?> Status);

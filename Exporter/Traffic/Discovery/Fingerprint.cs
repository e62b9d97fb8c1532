namespace Exporter.Traffic.Discovery;

/// <summary>A question and what its answer may give away.</summary>
/// <param name="Path">Asked with GET.</param>
/// <param name="Judge">Null where the answer tells nothing.</param>
internal sealed record Fingerprint(string Path, Func<DiscoveryAnswer, ServerIdentity?> Judge);

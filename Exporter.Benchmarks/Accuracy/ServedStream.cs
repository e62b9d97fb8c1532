namespace Exporter.Benchmarks.Accuracy;

/// <summary>What the server did and when, by its own clock.</summary>
/// <param name="Accepted">When it had the connection.</param>
/// <param name="Tokens">When it handed each token to the kernel.</param>
/// <param name="Ended">When it handed over the end of the stream.</param>
internal sealed record ServedStream(long Accepted, IReadOnlyList<long> Tokens, long Ended);

namespace Exporter.Traffic.State;

/// <summary>One target whose state is judged.</summary>
/// <param name="Target">Label <c>target</c>.</param>
/// <param name="Hold">How long another state has to last before it is entered.</param>
/// <param name="StalledAfter">How long work without progress may last.</param>
internal sealed record StateLimits(string Target, TimeSpan Hold, TimeSpan StalledAfter);

namespace Exporter.Traffic.State;

/// <summary>What is published of a target's state.</summary>
/// <param name="Target">Label <c>target</c>.</param>
/// <param name="State">Null while too little is known.</param>
/// <param name="IsUp">Whether somebody listens on its port, or answers; null while neither is known.</param>
/// <param name="LoadTime">How long the last start took, as far as it was watched; null before one was.</param>
internal sealed record TargetStanding(string Target, TargetState? State, bool? IsUp, TimeSpan? LoadTime);

namespace Exporter.Traffic.State;

/// <summary>What the server's own metrics say; null for what it does not tell.</summary>
/// <param name="At">When it said so: it is asked at an interval of its own.</param>
/// <param name="Running">Requests that it works on.</param>
/// <param name="Waiting">Requests that wait inside it.</param>
/// <param name="Heartbeat">A count that grows with every step of the engine.</param>
/// <param name="IsSleeping">Whether its model is put away.</param>
internal sealed record ServerFacts(DateTimeOffset At, double? Running, double? Waiting, double? Heartbeat, bool? IsSleeping);

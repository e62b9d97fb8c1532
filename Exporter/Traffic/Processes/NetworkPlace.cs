namespace Exporter.Traffic.Processes;

/// <summary>Where a target listens that is in another network name space than ours: a container behind a published port, a pod.</summary>
/// <param name="Pid">A process of that name space; its <c>/proc/PID/net</c> shows it.</param>
/// <param name="Port">The port there; not always the published one.</param>
internal sealed record NetworkPlace(int Pid, int Port);

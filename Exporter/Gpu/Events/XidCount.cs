namespace Exporter.Gpu.Events;

/// <summary>How often a GPU reported one Xid code since the daemon watches it.</summary>
/// <param name="Xid">The code; <c>other</c> for those beyond the most that are kept apart.</param>
/// <param name="Severity">Value of the label.</param>
/// <param name="Count">0 for a critical code that never came.</param>
/// <param name="LastTime">Unix time in seconds of the last one; null while there was none.</param>
internal sealed record XidCount(string Xid, string Severity, long Count, double? LastTime);

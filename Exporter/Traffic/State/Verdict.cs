namespace Exporter.Traffic.State;

/// <summary>The state that the evidence speaks for.</summary>
/// <param name="State">The state.</param>
/// <param name="IsCertain">Whether it is entered at once: a refused connection and a lost GPU are no matter of opinion. Every other state has to last.</param>
internal readonly record struct Verdict(TargetState State, bool IsCertain = false);

namespace Exporter.Probes;

/// <summary>The phase in which a failed exchange ended.</summary>
/// <param name="Name">As in the label <c>phase</c>.</param>
/// <param name="Duration">From its beginning to the failure.</param>
internal sealed record UnfinishedPhase(string Name, TimeSpan Duration);

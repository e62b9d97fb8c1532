namespace Exporter.Tests.Nvml;

/// <summary>A card under a driver.</summary>
/// <param name="Name">In words; its golden file is named for it.</param>
/// <param name="Missing">Functions that the library lacks.</param>
/// <param name="Lines">What the fake library plays.</param>
/// <param name="Present">OpenTelemetry names that must be there.</param>
/// <param name="Absent">OpenTelemetry names that must not be there.</param>
internal sealed record GpuScenario(string Name, string[] Missing, string[] Lines, string[] Present, string[] Absent)
{
    /// <summary>Played once the card is read and its events are watched.</summary>
    public string[] Later { get; init; } = [];

    public string FileName => Name.ToLowerInvariant().Replace(' ', '-') + ".txt";

    public override string ToString() => Name;
}

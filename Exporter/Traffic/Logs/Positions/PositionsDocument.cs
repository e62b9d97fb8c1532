using System.Text.Json.Serialization;

namespace Exporter.Traffic.Logs.Positions;

/// <summary>The file in the state directory.</summary>
internal sealed record PositionsDocument
{
    public const int CurrentVersion = 1;

    public int Version { get; init; }

    public IReadOnlyList<SourcePosition> Sources { get; init; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PositionsDocument))]
internal sealed partial class PositionsJson : JsonSerializerContext;

namespace Exporter.Exposition.Collection;

/// <summary>What a family's TYPE line says; each writer spells it its own way.</summary>
internal enum FamilyType
{
    Gauge,
    Counter,
    Histogram,

    /// <summary>Facts as labels, always 1: only <c>target_info</c>. A gauge wherever the format has no such type.</summary>
    Info,
}

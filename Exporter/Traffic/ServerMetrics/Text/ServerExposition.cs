namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>What one answer of a server says.</summary>
/// <param name="Families">With samples; sorted by nothing, in the order they came.</param>
/// <param name="Series">Series in them.</param>
/// <param name="BrokenLines">Lines that could not be read, or said what an earlier one said otherwise.</param>
/// <param name="FirstBroken">Number of the first such line, from 1; 0 where there is none.</param>
/// <param name="Problem">What is wrong with it; empty where there is none.</param>
internal sealed record ServerExposition(IReadOnlyList<ServerFamily> Families, int Series, int BrokenLines, int FirstBroken, string Problem)
{
    public static readonly ServerExposition Empty = new([], 0, 0, 0, "");
}

namespace Exporter.Gpu.Readings;

/// <summary>Memory errors of one place since the driver was loaded. Null means "not counted there".</summary>
/// <param name="Location">Closed set, snake case; <c>all</c> where the card does not tell places apart.</param>
internal sealed record GpuEccErrors(string Location, double? Corrected, double? Uncorrected)
{
    /// <summary>The most places one GPU tells apart.</summary>
    public const int MostLocations = 9;
}

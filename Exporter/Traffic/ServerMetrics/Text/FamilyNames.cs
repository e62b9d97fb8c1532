namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>Which sample names a family may have.</summary>
internal static class FamilyNames
{
    public static readonly string[] Suffixes = ["_total", "_created", "_bucket", "_sum", "_count", "_info"];

    public static bool IsSampleOf(ServerFamily family, string sample)
    {
        if (!sample.StartsWith(family.Name, StringComparison.Ordinal))
        {
            return false;
        }

        var suffix = sample.AsSpan(family.Name.Length);
        return suffix.IsEmpty || family.Type switch
        {
            ServerFamilyType.Counter => suffix is "_total" or "_created",
            ServerFamilyType.Histogram => suffix is "_bucket" or "_sum" or "_count" or "_created",
            ServerFamilyType.Summary => suffix is "_sum" or "_count" or "_created",
            ServerFamilyType.Gauge => suffix is "_info",
            ServerFamilyType.Untyped => false,
        };
    }

    /// <summary>Whether Prometheus' text format has such a sample as a family of its own, though OpenMetrics has it in <paramref name="family"/>.</summary>
    public static bool StandsAlone(ServerFamily family, string sample)
    {
        var suffix = sample.AsSpan(family.Name.Length);
        return suffix is "_created" or "_total" or "_info";
    }
}

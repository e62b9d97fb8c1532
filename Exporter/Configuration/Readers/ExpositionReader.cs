using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers;

/// <summary>Reads <c>exposition</c>.</summary>
internal static class ExpositionReader
{
    public static readonly SectionKeys Keys = new("exposition", "native_histograms", "runtime_metrics", "genai_metrics", "snapshot_age");

    private static readonly Func<string, Parsed<TimeSpan>> SnapshotAge = Durations.Between(TimeSpan.Zero, TimeSpan.FromSeconds(10));

    public static ExpositionConfig Read(Section? exposition)
    {
        var defaults = new ExpositionConfig();
        return exposition is null ? defaults : new ExpositionConfig
        {
            NativeHistograms = exposition.Read("native_histograms", Booleans.Parse, defaults.NativeHistograms),
            RuntimeMetrics = exposition.Read("runtime_metrics", Booleans.Parse, defaults.RuntimeMetrics),
            GenAiMetrics = exposition.Read("genai_metrics", Booleans.Parse, defaults.GenAiMetrics),
            SnapshotAge = exposition.Read("snapshot_age", SnapshotAge, defaults.SnapshotAge),
        };
    }
}

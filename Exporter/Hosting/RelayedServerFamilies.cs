using System.Runtime.CompilerServices;
using Exporter.Exposition.Collection;
using Exporter.Exposition.Relay;
using Exporter.Traffic.ServerMetrics;
using Exporter.Traffic.ServerMetrics.Text;

namespace Exporter.Hosting;

/// <summary>Hands the families of the targets' own metrics to the exposition, with the label <c>target</c> added.</summary>
/// <remarks>A reading is put into the exposition's words once; labels of a series once for as long as the server shows it.</remarks>
internal sealed class RelayedServerFamilies : IRelayedFamilySource
{
    private readonly ConditionalWeakTable<ServerScrape, IReadOnlyList<RelayedFamily>> translated = [];
    private readonly ConditionalWeakTable<ServerSeries, LabelSet> labels = [];
    private ServerMetricsCollection? servers;

    /// <inheritdoc/>
    public IReadOnlyList<RelayedFamily> Families =>
        Volatile.Read(ref servers) is { } source
            ? [.. source.Fresh.SelectMany(scrape => translated.GetValue(scrape, Translate))]
            : [];

    /// <summary>Says where families come from; before, there are none. The exposition exists before what it exposes.</summary>
    public void Use(ServerMetricsCollection source) => Volatile.Write(ref servers, source);

    private IReadOnlyList<RelayedFamily> Translate(ServerScrape scrape) =>
    [
        .. scrape.Families.Select(family => new RelayedFamily(
            family.Name,
            TypeOf(family.Type),
            family.Help,
            [.. family.Samples.Select(sample => new RelayedSample(sample.Series.Name, LabelsOf(sample.Series, scrape.Target), sample.Value))])),
    ];

    private static RelayedType TypeOf(ServerFamilyType type) => type switch
    {
        ServerFamilyType.Untyped => RelayedType.Untyped,
        ServerFamilyType.Counter => RelayedType.Counter,
        ServerFamilyType.Gauge => RelayedType.Gauge,
        ServerFamilyType.Histogram => RelayedType.Histogram,
        ServerFamilyType.Summary => RelayedType.Summary,
    };

    /// <summary>A series belongs to one server for good, so its target never changes.</summary>
    private LabelSet LabelsOf(ServerSeries series, string target)
    {
        if (labels.TryGetValue(series, out var known))
        {
            return known;
        }

        var made = LabelSet.From(WithTarget(series.Labels, target));
        labels.AddOrUpdate(series, made);
        return made;
    }

    /// <summary>What the server itself calls <c>target</c> is renamed as Prometheus renames it.</summary>
    private static IEnumerable<KeyValuePair<string, string>> WithTarget(IReadOnlyList<KeyValuePair<string, string>> own, string target)
    {
        foreach (var (name, value) in own)
        {
            var free = name;
            if (free == "target")
            {
                do
                {
                    free = "exported_" + free;
                }
                while (own.Any(label => label.Key == free));
            }

            yield return new(free, value);
        }

        yield return new("target", target);
    }
}

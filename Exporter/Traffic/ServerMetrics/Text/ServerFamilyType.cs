namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>The type that a server gives its family.</summary>
internal enum ServerFamilyType
{
    Untyped,
    Counter,
    Gauge,
    Histogram,
    Summary,
}

namespace Exporter.Exposition.Relay;

/// <summary>The type another server gave its family.</summary>
internal enum RelayedType
{
    Untyped,
    Counter,
    Gauge,
    Histogram,
    Summary,
}

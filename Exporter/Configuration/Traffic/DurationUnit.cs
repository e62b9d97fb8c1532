namespace Exporter.Configuration.Traffic;

/// <summary>What a number of an access log counts.</summary>
internal enum DurationUnit
{
    Seconds,
    Milliseconds,
    Microseconds,
}

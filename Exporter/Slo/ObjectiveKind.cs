namespace Exporter.Slo;

/// <summary>What an objective counts.</summary>
internal enum ObjectiveKind
{
    /// <summary>Of all finished probes, those that succeeded.</summary>
    Availability,

    /// <summary>Of the probes that got an answer, those whose answer was whole and right.</summary>
    ErrorRate,

    /// <summary>Of all finished probes, those that succeeded within a time.</summary>
    Latency,

    /// <summary>Of all finished probes, those that succeeded and whose first token came within a time.</summary>
    FirstToken,

    /// <summary>Of the cases with a known class that were answered, those whose answer was that class.</summary>
    Accuracy,
}

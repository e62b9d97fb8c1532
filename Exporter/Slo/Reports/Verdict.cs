namespace Exporter.Slo.Reports;

/// <summary>Whether a promise was kept.</summary>
internal enum Verdict
{
    /// <summary>No more bad probes than allowed, and enough were counted to say so.</summary>
    Met,

    /// <summary>More bad probes than allowed, and enough were counted to say so.</summary>
    Violated,

    /// <summary>So few probes that fewer than ten bad ones would have been allowed.</summary>
    TooFew,

    /// <summary>Nothing was counted.</summary>
    NoData,
}

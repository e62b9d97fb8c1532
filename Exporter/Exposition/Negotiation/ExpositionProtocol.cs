namespace Exporter.Exposition.Negotiation;

/// <summary>The wires a scrape can be answered on.</summary>
internal enum ExpositionProtocol
{
    /// <summary>Prometheus text, version 0.0.4: what everything understands.</summary>
    Text004,

    /// <summary>Prometheus text, version 1.0.0. Our names need no quoting, so its bytes are those of 0.0.4.</summary>
    Text100,

    /// <summary>OpenMetrics 1.0.0: text with units and exemplars.</summary>
    OpenMetrics100,

    /// <summary>Length-delimited <c>io.prometheus.client.MetricFamily</c>: the only one that carries native histograms.</summary>
    Protobuf,
}

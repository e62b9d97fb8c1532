namespace Exporter.Exposition.Negotiation;

/// <summary>What a scrape is answered in: the wire and the escaping scheme that is declared with it.</summary>
/// <param name="Protocol">Decides the bytes.</param>
/// <param name="Escaping">Decides only what the content type declares.</param>
internal readonly record struct ExpositionFormat(ExpositionProtocol Protocol, NameEscaping Escaping = NameEscaping.Unstated)
{
    /// <summary>Prometheus text 0.0.4, the answer to whoever asks for nothing we know.</summary>
    public static ExpositionFormat Text { get; } = new(ExpositionProtocol.Text004);

    public static ExpositionFormat OpenMetrics { get; } = new(ExpositionProtocol.OpenMetrics100);

    public static ExpositionFormat Protobuf { get; } = new(ExpositionProtocol.Protobuf);

    /// <summary>The value of the Content-Type header.</summary>
    public string ContentType => Protocol switch
    {
        // 0.0.4 knows no escaping parameter.
        ExpositionProtocol.Text004 => "text/plain; version=0.0.4; charset=utf-8",
        ExpositionProtocol.Text100 => Escaping switch
        {
            NameEscaping.AllowUtf8 => "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
            NameEscaping.Values => "text/plain; version=1.0.0; charset=utf-8; escaping=values",
            NameEscaping.Unstated or NameEscaping.Underscores => "text/plain; version=1.0.0; charset=utf-8; escaping=underscores",
        },
        ExpositionProtocol.OpenMetrics100 => Escaping switch
        {
            NameEscaping.AllowUtf8 => "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
            NameEscaping.Values => "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=values",
            NameEscaping.Underscores => "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
            NameEscaping.Unstated => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        },
        ExpositionProtocol.Protobuf => Escaping switch
        {
            NameEscaping.AllowUtf8 => "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=allow-utf-8",
            NameEscaping.Values => "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=values",
            NameEscaping.Underscores => "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=underscores",
            NameEscaping.Unstated => "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
        },
    };
}

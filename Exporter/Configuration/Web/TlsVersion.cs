namespace Exporter.Configuration.Web;

/// <summary>Versions of <c>min_version</c> and <c>max_version</c>, ordered. The schema's <c>TLS10</c> and <c>TLS11</c> are refused: both are withdrawn.</summary>
internal enum TlsVersion
{
    /// <summary><c>TLS12</c>.</summary>
    Tls12,

    /// <summary><c>TLS13</c>.</summary>
    Tls13,
}

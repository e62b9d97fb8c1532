using Exporter.Exposition.Negotiation;

namespace Exporter.Exposition.Scraping;

/// <summary>Where the body of a format and coding is kept.</summary>
internal static class BodyKey
{
    public const int Count = 6;

    /// <remarks>Both versions of Prometheus text have the same bytes and share them.</remarks>
    public static int Of(ExpositionProtocol protocol, bool gzip)
    {
        var key = protocol switch
        {
            ExpositionProtocol.Text004 or ExpositionProtocol.Text100 => 0,
            ExpositionProtocol.OpenMetrics100 => 2,
            ExpositionProtocol.Protobuf => 4,
        };
        return gzip ? key + 1 : key;
    }
}

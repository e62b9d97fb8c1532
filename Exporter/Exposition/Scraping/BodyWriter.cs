using Exporter.Exposition.Collection;
using Exporter.Exposition.Formats;
using Exporter.Exposition.Negotiation;

namespace Exporter.Exposition.Scraping;

/// <summary>Makes finished bodies of a snapshot, in buffers that come back when nobody reads them any more.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class BodyWriter
{
    private readonly BufferPool plainBuffers = new();

    /// <summary>Of its own, since gzipped bodies are a tenth as long: in a common pool each would find the other's buffer and drop it as too large.</summary>
    private readonly BufferPool gzipBuffers = new();
    private readonly PrometheusTextWriter text = new();
    private readonly OpenMetricsWriter openMetrics = new();
    private readonly ProtobufWriter protobuf = new();

    public SharedBody Write(MetricSnapshot snapshot, ExpositionProtocol protocol)
    {
        IExpositionWriter writer = protocol switch
        {
            ExpositionProtocol.Text004 or ExpositionProtocol.Text100 => text,
            ExpositionProtocol.OpenMetrics100 => openMetrics,
            ExpositionProtocol.Protobuf => protobuf,
        };
        var buffer = plainBuffers.Rent();
        writer.Write(snapshot, buffer);
        return new SharedBody(buffer, plainBuffers);
    }

    public SharedBody Gzip(SharedBody plain)
    {
        var buffer = gzipBuffers.Rent();
        GzipCoder.Compress(plain.Bytes.Span, buffer);
        return new SharedBody(buffer, gzipBuffers);
    }
}

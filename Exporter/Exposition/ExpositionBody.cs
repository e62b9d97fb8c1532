using Exporter.Exposition.Negotiation;
using Exporter.Exposition.Scraping;

namespace Exporter.Exposition;

/// <summary>The answer to one scrape. Dispose it once the bytes are sent: they are shared and their buffer is used again.</summary>
/// <remarks>The bytes must not be touched after the disposal.</remarks>
internal sealed class ExpositionBody : IDisposable
{
    private SharedBody? shared;

    public ExpositionBody(SharedBody shared, ExpositionFormat format, bool isGzipped)
    {
        this.shared = shared;
        Format = format;
        IsGzipped = isGzipped;
        Bytes = shared.Bytes;
    }

    /// <summary>The whole body; its length is the Content-Length.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public ExpositionFormat Format { get; }

    /// <summary>The value of the Content-Type header.</summary>
    public string ContentType => Format.ContentType;

    public bool IsGzipped { get; }

    /// <summary>The value of the Content-Encoding header; null means that there is none.</summary>
    public string? ContentEncoding => IsGzipped ? "gzip" : null;

    public void Dispose() => Interlocked.Exchange(ref shared, null)?.Release();
}

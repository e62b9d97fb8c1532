namespace Exporter.Web;

/// <summary>One finished exposition.</summary>
/// <param name="Bytes">The body as it goes over the wire; immutable.</param>
/// <param name="ContentType">Format and version.</param>
/// <param name="IsGzip">Whether the bytes are gzipped.</param>
internal sealed record MetricsBody(ReadOnlyMemory<byte> Bytes, string ContentType, bool IsGzip);

namespace Exporter.Benchmarks.Harness;

/// <summary>One answer of a scraped program.</summary>
/// <param name="Elapsed">From before the request was sent to the last byte of the body.</param>
/// <param name="Status">Status code.</param>
/// <param name="Body">The body as it was sent, without chunk framing; valid until the connection's next request.</param>
/// <param name="Gzipped">Whether the body is compressed.</param>
/// <param name="Chunked">Whether the body came in chunks, that is without <c>Content-Length</c>.</param>
internal readonly record struct ScrapeAnswer(TimeSpan Elapsed, int Status, ReadOnlyMemory<byte> Body, bool Gzipped, bool Chunked);

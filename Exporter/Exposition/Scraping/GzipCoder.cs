using System.IO.Compression;
using Exporter.Exposition.Formats;

namespace Exporter.Exposition.Scraping;

/// <summary>Compresses an exposition. The fastest level: the text is so repetitive that it shrinks about tenfold all the same.</summary>
internal static class GzipCoder
{
    public static void Compress(ReadOnlySpan<byte> plain, Utf8Buffer output)
    {
        using var gzip = new GZipStream(new BufferStream(output), CompressionLevel.Fastest);
        gzip.Write(plain);
    }
}

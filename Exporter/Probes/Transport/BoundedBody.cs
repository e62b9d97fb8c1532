using System.Buffers;

namespace Exporter.Probes.Transport;

/// <summary>Reads a body whole, up to a bound.</summary>
internal static class BoundedBody
{
    private const int ChunkBytes = 8 * 1024;

    /// <param name="answer">Its Content-Length, where given, can refuse at once.</param>
    /// <param name="limitBytes">Bound of the body in bytes.</param>
    /// <returns>The bytes; null when the body is longer than the bound.</returns>
    /// <exception cref="IOException">The connection was lost.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpResponseMessage answer, Stream body, long limitBytes, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentLength > limitBytes)
        {
            return null;
        }

        var (bytes, isWhole) = await ReadUpToAsync(body, limitBytes, cancellationToken).ConfigureAwait(false);
        // A bare null would become an empty body here.
        return isWhole ? bytes : (ReadOnlyMemory<byte>?)null;
    }

    /// <summary>Reads no more than the bound and says whether that was all.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool IsWhole)> ReadUpToAsync(Stream body, long limitBytes, CancellationToken cancellationToken)
    {
        var writer = new ArrayBufferWriter<byte>();
        while (writer.WrittenCount <= limitBytes)
        {
            var read = await body.ReadAsync(writer.GetMemory(ChunkBytes), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return (writer.WrittenMemory, true);
            }

            writer.Advance(read);
        }

        return (writer.WrittenMemory[..(int)limitBytes], false);
    }
}

using Exporter.Exposition.Formats;

namespace Exporter.Exposition.Scraping;

/// <summary>One finished exposition, read by any number of scrapes; its buffer goes back to the pool with the last of them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedBody(Utf8Buffer buffer, BufferPool pool)
{
    private int references = 1;

    public ReadOnlyMemory<byte> Bytes => buffer.WrittenMemory;

    /// <summary>Adds readers; only who holds a reference may do so.</summary>
    public void Retain(int readers) => Interlocked.Add(ref references, readers);

    public void Release()
    {
        if (Interlocked.Decrement(ref references) == 0)
        {
            pool.Return(buffer);
        }
    }
}

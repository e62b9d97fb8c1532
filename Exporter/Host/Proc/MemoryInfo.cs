namespace Exporter.Host.Proc;

/// <summary><c>/proc/meminfo</c>: memory and swap space. Null means the kernel does not say.</summary>
internal sealed record MemoryInfo
{
    public required long TotalBytes { get; init; }

    public required long FreeBytes { get; init; }

    /// <summary>The kernel's estimate of what new programs can take without swapping; null before Linux 3.14.</summary>
    public long? AvailableBytes { get; init; }

    public long BuffersBytes { get; init; }

    /// <summary>Page cache and the slab memory that the kernel gives back on demand.</summary>
    public long CachedBytes { get; init; }

    public long? SwapTotalBytes { get; init; }

    public long? SwapFreeBytes { get; init; }

    /// <summary>What is neither free nor cache; the four states add up to the total. Never below zero, where a container's file system fakes single lines.</summary>
    public long UsedBytes => Math.Max(0, TotalBytes - FreeBytes - BuffersBytes - CachedBytes);

    /// <summary>Null where the total or the free memory is missing.</summary>
    public static MemoryInfo? Parse(ReadOnlySpan<byte> text)
    {
        if (Bytes(text, "MemTotal:"u8) is not { } total || Bytes(text, "MemFree:"u8) is not { } free)
        {
            return null;
        }

        return new MemoryInfo
        {
            TotalBytes = total,
            FreeBytes = free,
            AvailableBytes = Bytes(text, "MemAvailable:"u8),
            BuffersBytes = Bytes(text, "Buffers:"u8) ?? 0,
            CachedBytes = (Bytes(text, "Cached:"u8) ?? 0) + (Bytes(text, "SReclaimable:"u8) ?? 0),
            SwapTotalBytes = Bytes(text, "SwapTotal:"u8),
            SwapFreeBytes = Bytes(text, "SwapFree:"u8),
        };
    }

    private static long? Bytes(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var fields = new Fields(text[range]);
            if (fields.Next().SequenceEqual(name))
            {
                // A quarter of the range keeps every sum of these figures inside it.
                return fields.NextCount() is { } kibibytes && kibibytes <= long.MaxValue / 4096 ? (long)kibibytes * 1024 : null;
            }
        }

        return null;
    }
}

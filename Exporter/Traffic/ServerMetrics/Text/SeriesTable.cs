using System.Diagnostics.CodeAnalysis;

namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>
/// The series of one server by the bytes that stand before the value. An answer repeats nearly all of the one before: what is
/// known is found without making a string.
/// </summary>
/// <remarks>One answer at a time.</remarks>
internal sealed class SeriesTable
{
    private Dictionary<byte[], ServerSeries> before = new(ByteComparer.Instance);
    private Dictionary<byte[], ServerSeries> now = new(ByteComparer.Instance);

    /// <summary>Begins an answer; what the last one did not have is forgotten.</summary>
    public void Begin()
    {
        (before, now) = (now, before);
        now.Clear();
    }

    /// <summary>The series that this text stands for, when the last answer or this one had it.</summary>
    public bool TryFind(ReadOnlySpan<byte> text, [NotNullWhen(true)] out ServerSeries? series)
    {
        if (now.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out series))
        {
            return true;
        }

        if (!before.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text, out var key, out series))
        {
            return false;
        }

        now.Add(key, series);
        return true;
    }

    public void Add(ReadOnlySpan<byte> text, ServerSeries series) => now.Add(text.ToArray(), series);

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByteComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

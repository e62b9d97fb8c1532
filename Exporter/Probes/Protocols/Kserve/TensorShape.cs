namespace Exporter.Probes.Protocols.Kserve;

/// <summary>Arithmetic of shapes that a server may have made up.</summary>
internal static class TensorShape
{
    /// <summary>Number of elements; null where a length is negative or the product is beyond <paramref name="limit"/>.</summary>
    public static long? CountOf(IReadOnlyList<long> shape, long limit)
    {
        if (shape.Any(static length => length < 0))
        {
            return null;
        }

        if (shape.Contains(0))
        {
            return 0;
        }

        var count = 1L;
        foreach (var length in shape)
        {
            if (length > limit / count)
            {
                return null;
            }

            count *= length;
        }

        return count;
    }
}

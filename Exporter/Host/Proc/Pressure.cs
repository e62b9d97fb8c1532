namespace Exporter.Host.Proc;

/// <summary>
/// One file of <c>/proc/pressure</c> (Linux 4.20 and later, where it is switched on): time in which work waited for a resource.
/// </summary>
/// <param name="SomeSeconds">Time since boot in which at least one task waited; null where the kernel does not say.</param>
/// <param name="FullSeconds">Time since boot in which every task that had work waited; null where the kernel does not say (CPU before Linux 5.13).</param>
internal sealed record Pressure(double? SomeSeconds, double? FullSeconds)
{
    /// <summary>Null where neither line is there.</summary>
    public static Pressure? Parse(ReadOnlySpan<byte> text)
    {
        double? some = null;
        double? full = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var fields = new Fields(text[range]);
            var kind = fields.Next();
            if (kind.SequenceEqual("some"u8))
            {
                some = TotalSeconds(fields);
            }
            else if (kind.SequenceEqual("full"u8))
            {
                full = TotalSeconds(fields);
            }
        }

        return some is null && full is null ? null : new Pressure(some, full);
    }

    private static double? TotalSeconds(Fields fields)
    {
        var prefix = "total="u8;
        for (var field = fields.Next(); !field.IsEmpty; field = fields.Next())
        {
            if (field.StartsWith(prefix))
            {
                return Fields.Count(field[prefix.Length..]) / 1e6;
            }
        }

        return null;
    }
}

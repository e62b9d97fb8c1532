namespace Exporter.Host.Proc;

/// <summary><c>/proc/loadavg</c>: tasks that ran or waited, averaged over three windows.</summary>
internal sealed record LoadAverage(double OneMinute, double FiveMinutes, double FifteenMinutes)
{
    /// <summary>Null where one of the three is missing.</summary>
    public static LoadAverage? Parse(ReadOnlySpan<byte> text)
    {
        var fields = new Fields(text.TrimEnd((byte)'\n'));
        return fields.NextNumber() is { } one && fields.NextNumber() is { } five && fields.NextNumber() is { } fifteen
            ? new LoadAverage(one, five, fifteen)
            : null;
    }
}

namespace Exporter.Host.Proc;

/// <summary><c>/proc/uptime</c>: how long the machine (in some containers: the container) has been up.</summary>
internal sealed record Uptime(double Seconds)
{
    /// <summary>Null where the first field is no number from zero on.</summary>
    public static Uptime? Parse(ReadOnlySpan<byte> text) =>
        new Fields(text.TrimEnd((byte)'\n')).NextNumber() is { } seconds and >= 0 ? new Uptime(seconds) : null;
}

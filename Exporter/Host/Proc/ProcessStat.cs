namespace Exporter.Host.Proc;

/// <summary><c>/proc/&lt;pid&gt;/stat</c>: what one process has used.</summary>
/// <param name="CpuSeconds">User and system time of all its threads.</param>
/// <param name="StartTicks">Clock ticks (<see cref="CpuStat.TicksPerSecond"/>) from boot to its start.</param>
/// <param name="VirtualBytes">Size of its address space.</param>
/// <param name="ResidentPages">Pages of it in memory.</param>
internal sealed record ProcessStat(double CpuSeconds, double StartTicks, double VirtualBytes, double ResidentPages)
{
    /// <summary>Null where a field is missing or no number.</summary>
    public static ProcessStat? Parse(ReadOnlySpan<byte> text)
    {
        // The second field is the program's name in brackets, which may itself hold blanks and brackets.
        var bracket = text.LastIndexOf((byte)')');
        if (bracket < 0)
        {
            return null;
        }

        var fields = new Fields(text[(bracket + 1)..].TrimEnd((byte)'\n'));
        fields.Skip(11);
        var user = fields.NextCount();
        var system = fields.NextCount();
        fields.Skip(6);
        var start = fields.NextCount();
        var virtualBytes = fields.NextCount();
        var residentPages = fields.NextCount();
        return user is { } u && system is { } s && start is { } ticks && virtualBytes is { } bytes && residentPages is { } pages
            ? new ProcessStat((u / CpuStat.TicksPerSecond) + (s / CpuStat.TicksPerSecond), ticks, bytes, pages)
            : null;
    }
}

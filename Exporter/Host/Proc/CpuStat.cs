namespace Exporter.Host.Proc;

/// <summary><c>/proc/stat</c>: what the CPUs did since boot, how many there are, and when that was.</summary>
/// <param name="Times">Sum over all CPUs.</param>
/// <param name="LogicalCount">CPUs that are online.</param>
/// <param name="BootTimeSeconds">Unix time of boot; null where the line is missing.</param>
internal sealed record CpuStat(CpuTimes Times, int LogicalCount, double? BootTimeSeconds)
{
    /// <summary>
    /// Unit of the kernel's clock ticks (USER_HZ). It is part of the kernel's binary interface and 100 on every architecture that
    /// .NET runs on, whatever the kernel's own timer frequency is.
    /// </summary>
    public const double TicksPerSecond = 100;

    /// <summary>Null where the line of all CPUs is missing or has no four numbers.</summary>
    public static CpuStat? Parse(ReadOnlySpan<byte> text)
    {
        CpuTimes? times = null;
        var count = 0;
        double? bootTime = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var fields = new Fields(text[range]);
            var name = fields.Next();
            if (name.SequenceEqual("cpu"u8))
            {
                times = ParseTimes(fields);
            }
            else if (name.StartsWith("cpu"u8) && Fields.Count(name[3..]) is not null)
            {
                count++;
            }
            else if (name.SequenceEqual("btime"u8))
            {
                bootTime = fields.NextCount();
            }
        }

        return times is { } found ? new CpuStat(found, count, bootTime) : null;
    }

    private static CpuTimes? ParseTimes(Fields fields)
    {
        if (fields.NextCount() is not { } user || fields.NextCount() is not { } nice || fields.NextCount() is not { } system || fields.NextCount() is not { } idle)
        {
            return null;
        }

        return new CpuTimes
        {
            UserSeconds = user / TicksPerSecond,
            NiceSeconds = nice / TicksPerSecond,
            SystemSeconds = system / TicksPerSecond,
            IdleSeconds = idle / TicksPerSecond,
            IoWaitSeconds = (fields.NextCount() ?? 0) / TicksPerSecond,
            InterruptSeconds = ((fields.NextCount() ?? 0) / TicksPerSecond) + ((fields.NextCount() ?? 0) / TicksPerSecond),
            StealSeconds = (fields.NextCount() ?? 0) / TicksPerSecond,
        };
    }
}

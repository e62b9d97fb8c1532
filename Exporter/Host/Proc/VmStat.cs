namespace Exporter.Host.Proc;

/// <summary><c>/proc/vmstat</c>: events of memory management since boot. Null means this kernel does not count them.</summary>
internal sealed record VmStat
{
    /// <summary>Processes that the kernel killed because memory ran out; null before Linux 4.13.</summary>
    public ulong? OomKills { get; init; }

    /// <summary>Pages read back from swap space.</summary>
    public ulong? SwappedInPages { get; init; }

    /// <summary>Pages written to swap space.</summary>
    public ulong? SwappedOutPages { get; init; }

    /// <summary>Null where none of the lines is there.</summary>
    public static VmStat? Parse(ReadOnlySpan<byte> text)
    {
        var found = new VmStat();
        foreach (var range in text.Split((byte)'\n'))
        {
            var fields = new Fields(text[range]);
            var name = fields.Next();
            if (name.SequenceEqual("oom_kill"u8))
            {
                found = found with { OomKills = fields.NextCount() };
            }
            else if (name.SequenceEqual("pswpin"u8))
            {
                found = found with { SwappedInPages = fields.NextCount() };
            }
            else if (name.SequenceEqual("pswpout"u8))
            {
                found = found with { SwappedOutPages = fields.NextCount() };
            }
        }

        return found is { OomKills: null, SwappedInPages: null, SwappedOutPages: null } ? null : found;
    }
}

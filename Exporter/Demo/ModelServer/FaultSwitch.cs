namespace Exporter.Demo.ModelServer;

/// <summary>The fault that is on now. Any thread may switch and read.</summary>
internal sealed class FaultSwitch
{
    private int current;

    /// <summary>All names, in the order of <see cref="Fault"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<Fault>().Select(NameOf)];

    public Fault Current
    {
        get => (Fault)Volatile.Read(ref current);
        set => Volatile.Write(ref current, (int)value);
    }

    /// <summary>The name of a fault as requests and logs write it.</summary>
    public static string NameOf(Fault fault) => fault switch
    {
        Fault.None => "none",
        Fault.Slow => "slow",
        Fault.Error => "error",
        Fault.Truncated => "truncated",
        Fault.WrongAnswer => "wrong_answer",
        Fault.Hang => "hang",
        Fault.StreamError => "stream_error",
        Fault.Loading => "loading",
        Fault.OutOfMemory => "out_of_memory",
    };

    /// <summary>Null where no fault has this name.</summary>
    public static Fault? Parse(string name)
    {
        foreach (var fault in Enum.GetValues<Fault>())
        {
            if (NameOf(fault) == name)
            {
                return fault;
            }
        }

        return null;
    }
}

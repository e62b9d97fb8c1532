namespace Exporter.Host.Proc;

/// <summary>Seconds that all CPUs together have spent in each mode since boot.</summary>
/// <remarks>
/// The kernel adds the time of virtual machines to user (and nice) time besides listing it as guest time; it is left in user and
/// nice here and not repeated, so that the modes add up to the whole.
/// </remarks>
internal readonly record struct CpuTimes
{
    public double UserSeconds { get; init; }

    public double NiceSeconds { get; init; }

    public double SystemSeconds { get; init; }

    public double IdleSeconds { get; init; }

    public double IoWaitSeconds { get; init; }

    /// <summary>Hardware and software interrupts.</summary>
    public double InterruptSeconds { get; init; }

    public double StealSeconds { get; init; }

    /// <summary>Time in which the CPUs did something, or were kept from it by the hypervisor.</summary>
    public double BusySeconds => UserSeconds + NiceSeconds + SystemSeconds + InterruptSeconds + StealSeconds;

    public double TotalSeconds => BusySeconds + IdleSeconds + IoWaitSeconds;
}

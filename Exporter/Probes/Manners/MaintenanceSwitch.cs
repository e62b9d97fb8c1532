namespace Exporter.Probes.Manners;

/// <summary>Maintenance of a target that a person began by hand; it ends by itself. Survives a reload, not a restart.</summary>
/// <remarks>Any thread.</remarks>
internal sealed class MaintenanceSwitch(TimeProvider time)
{
    private long untilTicks;

    public bool IsOpen => time.GetUtcNow().UtcTicks < Interlocked.Read(ref untilTicks);

    /// <summary>From now on for this long, whatever was said before; zero ends it.</summary>
    public void Set(TimeSpan duration) =>
        Interlocked.Exchange(ref untilTicks, duration > TimeSpan.Zero ? (time.GetUtcNow() + duration).UtcTicks : 0);
}

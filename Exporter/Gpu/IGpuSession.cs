using Exporter.Gpu.Events;

namespace Exporter.Gpu;

/// <summary>An open driver. Its readers are valid until it is closed.</summary>
/// <remarks>
/// A session is a generation of handles: nothing that was learned from one is used with the next. It ends by
/// <see cref="IDisposable.Dispose"/> while no call is running in it, which may itself hang, or by <see cref="Abandon"/>.
/// </remarks>
internal interface IGpuSession : IDisposable
{
    /// <summary>Driver version for the log, such as <c>580.65.06</c>; null where the driver does not tell.</summary>
    public string? DriverVersion { get; }

    /// <summary>What was opened, for the log: the library's path and version, or the name of the simulation.</summary>
    public string Description { get; }

    /// <summary>One reader for every GPU the driver enumerates, those it cannot talk to included; never empty.</summary>
    public IReadOnlyList<IGpuReader> Readers { get; }

    /// <summary>Opens the events of this session; null where the driver has none. It may be called once.</summary>
    public IGpuEvents? OpenEvents() => null;

    /// <summary>What a newer driver that waits to be loaded makes of this one, in words; null while none waits. Reads files only.</summary>
    public string? PendingUpgrade() => null;

    /// <summary>
    /// Gives the session up while a call hangs inside it, be it the closing: nothing native is closed or unloaded under that call.
    /// It never blocks.
    /// </summary>
    public void Abandon();
}

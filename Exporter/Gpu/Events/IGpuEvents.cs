namespace Exporter.Gpu.Events;

/// <summary>The events of a session. Used by one thread, which also disposes it before the session is closed.</summary>
internal interface IGpuEvents : IDisposable
{
    /// <summary>Waits for the next event, no longer than the bound unless the driver hangs.</summary>
    public GpuEvent Wait(TimeSpan bound);
}

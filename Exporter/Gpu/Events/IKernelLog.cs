namespace Exporter.Gpu.Events;

/// <summary>The kernel's log from now on. Used by one thread at a time.</summary>
internal interface IKernelLog : IDisposable
{
    /// <summary>Opens it at its end. It never blocks.</summary>
    /// <returns>Null when it is open, else why it cannot be read.</returns>
    public GpuUnavailable? Open();

    /// <summary>Gives every line that has come since the last call to <paramref name="line"/>. It never blocks.</summary>
    /// <returns>False when it cannot be read any more and must be opened again.</returns>
    public bool Read(Action<string> line);
}

using Exporter.Gpu;

namespace Exporter.Tests.Gpu;

/// <summary>A session with the given GPUs that tells how it ended.</summary>
internal sealed class FakeGpuSession(params FakeGpuReader[] readers) : IGpuSession
{
    public string? DriverVersion => "580.65.06";

    public string Description => "a fake";

    public IReadOnlyList<IGpuReader> Readers => readers;

    public bool IsDisposed { get; private set; }

    public bool IsAbandoned { get; private set; }

    public void Abandon() => IsAbandoned = true;

    /// <summary>What closing does before it ends; may block.</summary>
    public Action BeforeDispose { get; set; } = () => { };

    public void Dispose()
    {
        BeforeDispose();
        IsDisposed = true;
    }
}

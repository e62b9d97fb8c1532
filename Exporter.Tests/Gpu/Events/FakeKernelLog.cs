using Exporter.Gpu;
using Exporter.Gpu.Events;

namespace Exporter.Tests.Gpu.Events;

/// <summary>A kernel's log that can be refused and can break.</summary>
internal sealed class FakeKernelLog : IKernelLog
{
    private int opens;

    /// <summary>Why it may not be opened; null while it may.</summary>
    public GpuUnavailable? Refusal { get; set; }

    /// <summary>Whether the next read finds it gone.</summary>
    public bool Breaks { get; set; }

    public int Opens => Volatile.Read(ref opens);

    public GpuUnavailable? Open()
    {
        Interlocked.Increment(ref opens);
        return Refusal;
    }

    public bool Read(Action<string> line) => !Breaks;

    public void Dispose()
    {
    }
}

using Exporter.Gpu.Readings;

namespace Exporter.Gpu;

/// <summary>Reads one GPU. Used by one thread at a time.</summary>
internal interface IGpuReader
{
    /// <summary>The driver's index of the GPU, from 0; label <c>gpu</c>. It may change at a reboot or driver reload.</summary>
    public int Index { get; }

    /// <summary>Reads everything once. It may block for as long as the driver does, for ever included.</summary>
    public GpuReadResult Read();
}

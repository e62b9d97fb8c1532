namespace Exporter.Gpu;

/// <summary>The way to the GPUs of this host: NVML, a simulation, or a fake.</summary>
internal interface IGpuDriver
{
    /// <summary>
    /// Looks for the driver, opens it and counts its GPUs. It may block, and on a sick machine it may never return: the caller
    /// gives it a thread of its own. Not called again before it returned.
    /// </summary>
    /// <returns>A session, or why there is none. A driver without a GPU is unavailable, not an empty session.</returns>
    public GpuOpening Open();
}

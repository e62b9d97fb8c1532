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

    /// <summary>
    /// What is seen of the driver without touching it, as a text to compare: once it differs, opening may go otherwise than the
    /// last time. Null where nothing can be seen. It never blocks.
    /// </summary>
    public string? Traces() => null;
}

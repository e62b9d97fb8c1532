namespace Exporter.Gpu.Processes;

/// <summary>Answers "whose process is this?". Asked by the threads that read GPUs, never by a scrape; it may read /proc.</summary>
internal interface IProcessOwners
{
    /// <returns>The owner, or null for a process that belongs to no target.</returns>
    public GpuProcessOwner? OwnerOf(int pid);
}

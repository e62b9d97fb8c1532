namespace Exporter.Gpu.Processes;

/// <summary>Whose a process is.</summary>
/// <param name="Target">Name of the target; label <c>target</c>.</param>
/// <param name="Process">Name of the process (its <c>comm</c>), never a pid; label <c>process</c>.</param>
internal sealed record GpuProcessOwner(string Target, string Process)
{
    /// <summary>Stands for every process that belongs to no target.</summary>
    public static GpuProcessOwner Other { get; } = new("other", "other");
}

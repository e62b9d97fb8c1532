namespace Exporter.Gpu.Processes;

/// <summary>Knows no target: every process is somebody else's.</summary>
internal sealed class NoProcessOwners : IProcessOwners
{
    public static NoProcessOwners Instance { get; } = new();

    private NoProcessOwners()
    {
    }

    public GpuProcessOwner? OwnerOf(int pid) => null;
}

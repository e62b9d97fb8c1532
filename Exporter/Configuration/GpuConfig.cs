namespace Exporter.Configuration;

/// <summary>Section <c>gpu</c>.</summary>
internal sealed record GpuConfig
{
    /// <summary>Default <see cref="Toggle.Auto"/>: read GPUs where an NVIDIA driver is found, and say once why where it is not.</summary>
    public Toggle Enabled { get; init; } = Toggle.Auto;

    /// <summary>Time between two readings of a card; 100 ms to 5 s; default 1 s. The driver keeps 10 s of utilisation samples.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one reading of a card may take before the card counts as overdue; 1 s to 60 s; default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Path of <c>libnvidia-ml.so.1</c>; null searches the usual places.</summary>
    public string? Library { get; init; }

    /// <summary>How long GPUs that were released (SIGUSR1, <c>POST /-/release-gpus</c>) are left alone; 1 s to 1 h; default 60 s.</summary>
    public TimeSpan ReleasePause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The kernel's log, read for Xid errors; null does not read it; default <c>/dev/kmsg</c>.</summary>
    public string? KernelLog { get; init; } = "/dev/kmsg";

    /// <summary>How many simulated cards to publish instead of real ones; 0 to 16; default 0. For demos: they say <c>hw_model="simulated"</c>.</summary>
    public int Simulated { get; init; }
}

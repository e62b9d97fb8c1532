namespace Exporter.Nvml;

/// <summary>Where NVML is looked for.</summary>
internal sealed record NvmlDriverOptions
{
    /// <summary>Path of <c>libnvidia-ml.so.1</c>; null searches the usual places.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>Where proc is mounted; default <c>/proc</c>.</summary>
    public string ProcRoot { get; init; } = "/proc";

    /// <summary>Where sysfs is mounted; default <c>/sys</c>.</summary>
    public string SysRoot { get; init; } = "/sys";

    /// <summary>Where the device nodes are; default <c>/dev</c>.</summary>
    public string DevRoot { get; init; } = "/dev";

    /// <summary>
    /// Whether to open the driver even where nothing of NVIDIA's is seen; default false: opening it as root makes device nodes on a
    /// host that has no GPU at all.
    /// </summary>
    public bool Forced { get; init; }

    /// <summary>Gets every question and answer; null writes nothing down.</summary>
    public NvmlTrace? Trace { get; init; }
}

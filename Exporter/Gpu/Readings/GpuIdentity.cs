namespace Exporter.Gpu.Readings;

/// <summary>The facts of a GPU that do not change while its driver is loaded. Null means the driver does not tell.</summary>
internal sealed record GpuIdentity
{
    /// <summary>The driver's UUID of the GPU; label <c>hw_id</c>, stable over reboots.</summary>
    public required string Uuid { get; init; }

    public string? Model { get; init; }

    public string? Vendor { get; init; }

    public string? SerialNumber { get; init; }

    public string? DriverVersion { get; init; }

    /// <summary>Version of the video BIOS.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Such as <c>0000:3b:00.0</c>.</summary>
    public string? PciBusId { get; init; }

    /// <summary>CUDA compute capability, such as <c>9.0</c>.</summary>
    public string? ComputeCapability { get; init; }

    /// <summary>Chip generation in lower case, such as <c>hopper</c>.</summary>
    public string? Architecture { get; init; }
}

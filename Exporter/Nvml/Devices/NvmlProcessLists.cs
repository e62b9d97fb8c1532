using System.Runtime.InteropServices;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>The functions that list the processes on a device. A process may stand in several of the lists.</summary>
internal sealed unsafe class NvmlProcessLists(nint library)
{
    /// <summary>No library fills longer records, in bytes.</summary>
    public const int LongestRecord = 32;

    /// <summary>The functions for this kind of process, the newest first, each with the length of its records in bytes.</summary>
    public IReadOnlyList<(NvmlDeviceList Function, int RecordBytes)> Compute { get; } = ByAge(library, "nvmlDeviceGetComputeRunningProcesses");

    /// <inheritdoc cref="Compute"/>
    public IReadOnlyList<(NvmlDeviceList Function, int RecordBytes)> Graphics { get; } = ByAge(library, "nvmlDeviceGetGraphicsRunningProcesses");

    /// <inheritdoc cref="Compute"/>
    public IReadOnlyList<(NvmlDeviceList Function, int RecordBytes)> Mps { get; } = ByAge(library, "nvmlDeviceGetMPSComputeRunningProcesses");

    private static IReadOnlyList<(NvmlDeviceList Function, int RecordBytes)> ByAge(nint library, string name) =>
    [
        (new NvmlDeviceList(library, name + "_v3"), HasLongRecords(library) ? LongestRecord : sizeof(NvmlProcessInfo)),
        (new NvmlDeviceList(library, name + "_v2"), sizeof(NvmlProcessInfo)),
        (new NvmlDeviceList(library, name), sizeof(NvmlProcessInfoV1)),
    ];

    /// <summary>
    /// Drivers 535.43 to 535.86 filled 32 bytes where all others fill 24, and no version tells it; they are the ones that have the
    /// one function and do not have the other yet.
    /// </summary>
    private static bool HasLongRecords(nint library) =>
        NativeLibrary.TryGetExport(library, "nvmlDeviceGetConfComputeMemSizeInfo", out _)
        && !NativeLibrary.TryGetExport(library, "nvmlDeviceGetRunningProcessDetailList", out _);
}

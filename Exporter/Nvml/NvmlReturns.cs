using Exporter.Gpu;
using Exporter.Nvml.Native;

namespace Exporter.Nvml;

/// <summary>What NVML's return codes are called, how far they reach, and what a person can do about them.</summary>
internal static class NvmlReturns
{
    /// <summary>Snake-case name, a label value; <c>unrecognized</c> for a code this exporter does not know.</summary>
    public static string Name(this NvmlReturn code) => code switch
    {
        NvmlReturn.Success => "success",
        NvmlReturn.Uninitialized => "uninitialized",
        NvmlReturn.InvalidArgument => "invalid_argument",
        NvmlReturn.NotSupported => "not_supported",
        NvmlReturn.NoPermission => "no_permission",
        NvmlReturn.AlreadyInitialized => "already_initialized",
        NvmlReturn.NotFound => "not_found",
        NvmlReturn.InsufficientSize => "insufficient_size",
        NvmlReturn.InsufficientPower => "insufficient_power",
        NvmlReturn.DriverNotLoaded => "driver_not_loaded",
        NvmlReturn.Timeout => "timeout",
        NvmlReturn.IrqIssue => "irq_issue",
        NvmlReturn.LibraryNotFound => "library_not_found",
        NvmlReturn.FunctionNotFound => "function_not_found",
        NvmlReturn.CorruptedInfoRom => "corrupted_inforom",
        NvmlReturn.GpuIsLost => "gpu_is_lost",
        NvmlReturn.ResetRequired => "reset_required",
        NvmlReturn.OperatingSystem => "operating_system",
        NvmlReturn.LibRmVersionMismatch => "lib_rm_version_mismatch",
        NvmlReturn.InUse => "in_use",
        NvmlReturn.Memory => "memory",
        NvmlReturn.NoData => "no_data",
        NvmlReturn.VgpuEccNotSupported => "vgpu_ecc_not_supported",
        NvmlReturn.InsufficientResources => "insufficient_resources",
        NvmlReturn.FreqNotSupported => "freq_not_supported",
        NvmlReturn.ArgumentVersionMismatch => "argument_version_mismatch",
        NvmlReturn.Deprecated => "deprecated",
        NvmlReturn.NotReady => "not_ready",
        NvmlReturn.GpuNotFound => "gpu_not_found",
        NvmlReturn.InvalidState => "invalid_state",
        NvmlReturn.ResetTypeNotSupported => "reset_type_not_supported",
        NvmlReturn.Unknown => "unknown",
        _ => "unrecognized",
    };

    /// <summary>What it means for the operator and what to do about it.</summary>
    public static string Words(this NvmlReturn code) => code switch
    {
        NvmlReturn.DriverNotLoaded => "The NVIDIA kernel driver is not loaded; load it with 'modprobe nvidia' and look into the kernel log if that fails.",
        NvmlReturn.NoPermission => "The driver's device nodes may not be opened; give the user access to /dev/nvidia* and allow them in the unit (DeviceAllow=) or container.",
        NvmlReturn.LibRmVersionMismatch => "Library and kernel module are of different driver versions, as after an upgrade without a reboot; reboot, or stop what uses the GPUs and reload the nvidia modules.",
        NvmlReturn.LibraryNotFound => "A part of the driver's library is missing; install the driver again.",
        NvmlReturn.GpuIsLost => "The GPU fell off the bus or does not answer; look for Xid messages in the kernel log, then reset it or reboot the host.",
        NvmlReturn.ResetRequired => "The GPU wants a reset; stop what uses it and run 'nvidia-smi --gpu-reset', or reboot the host.",
        NvmlReturn.GpuNotFound => "The driver does not find the GPU any more; look for Xid messages in the kernel log and check that it still stands in 'lspci'.",
        NvmlReturn.OperatingSystem => "The operating system refused the driver's devices, as the device policy of a unit or container does; allow /dev/nvidia* there.",
        NvmlReturn.IrqIssue => "The kernel found an interrupt problem of a GPU; look into the kernel log.",
        NvmlReturn.InsufficientPower => "The GPU's external power cables are not attached as they should be.",
        NvmlReturn.CorruptedInfoRom => "The GPU's configuration memory is corrupt; have the card looked after.",
        NvmlReturn.Unknown => "The driver gives no reason; in a container this is what it answers once its devices were taken away (restart the container), elsewhere look into the kernel log.",
        _ => "The driver answered so; look into the kernel log and at what 'nvidia-smi' says.",
    };

    /// <summary>How far a failed call reaches.</summary>
    public static GpuFailureScope Scope(this NvmlReturn code) => code switch
    {
        NvmlReturn.GpuIsLost or NvmlReturn.ResetRequired or NvmlReturn.GpuNotFound => GpuFailureScope.Card,
        NvmlReturn.Uninitialized or NvmlReturn.DriverNotLoaded or NvmlReturn.LibRmVersionMismatch => GpuFailureScope.Session,
        _ => GpuFailureScope.Reading,
    };

    /// <summary>Whether the call will answer the same for a long time: the card, the driver or our permissions cannot do it.</summary>
    public static bool IsUnsupported(this NvmlReturn code) => code is
        NvmlReturn.NotSupported or NvmlReturn.FunctionNotFound or NvmlReturn.InvalidArgument or NvmlReturn.ArgumentVersionMismatch
        or NvmlReturn.Deprecated or NvmlReturn.NoPermission;

    public static GpuFailure ToFailure(this NvmlReturn code) => new(code.Scope(), code.Name(), code.Words());

    public static GpuUnavailable ToUnavailable(this NvmlReturn code) => new(code.Name(), code.Words());
}

using Exporter.Gpu;
using Exporter.Nvml.Kernel;
using Exporter.Nvml.Library;
using Exporter.Nvml.Native;
using Microsoft.Extensions.Logging;

namespace Exporter.Nvml;

/// <summary>NVIDIA's management library as the way to the GPUs.</summary>
internal sealed unsafe class NvmlDriver(NvmlDriverOptions options, TimeProvider time, ILogger logger) : IGpuDriver
{
    private readonly NvmlHost host = new(options.ProcRoot, logger);

    /// <summary>Kept over failed attempts: loading and unloading a driver's library every minute for months is asking for trouble.</summary>
    private NvmlLibrary? library;

    private readonly NvmlLoader loader = new();
    private readonly NvidiaTraces traces = new(options.ProcRoot, options.SysRoot);

    /// <summary>Whether a call hangs inside <see cref="library"/>; then it stays mapped for ever.</summary>
    private volatile bool isAbandoned;

    public GpuOpening Open()
    {
        if (!options.Forced && options.LibraryPath is null && !NvidiaPresence.IsLikely(options.ProcRoot, options.SysRoot))
        {
            return GpuOpening.Failed("no_device", "Neither an NVIDIA GPU nor its driver is seen on this host; set gpu.enabled to true to open the driver all the same, or to false to stop looking.");
        }

        if (traces.Gpus is { Count: > 0 } gpus && gpus.All(traces.IsSuspended))
        {
            return GpuOpening.Failed("suspended", "Every NVIDIA GPU sleeps to save power and is not woken for a reading.");
        }

        if (library is { IsCurrent: false })
        {
            Unload();
        }

        library ??= Load();
        return library is null ? GpuOpening.Failed(WhyNoLibrary()) : Initialise(library);
    }

    public string? Traces() => $"{traces} {Volatile.Read(ref library)?.FileTraces}";

    private NvmlLibrary? Load()
    {
        var loaded = loader.Load(options.LibraryPath is { } path ? [Path.GetFullPath(path)] : NvmlLibrary.SearchPath);
        if (loaded is not null)
        {
            isAbandoned = false;
            Log.Loaded(logger, loaded.Path);
        }

        return loaded;
    }

    private GpuOpening Initialise(NvmlLibrary loaded)
    {
        var functions = loaded.Functions;
        var code = functions.Init.Invoke();
        if (code != NvmlReturn.Success)
        {
            if (code == NvmlReturn.LibRmVersionMismatch)
            {
                // The mapped library stays the old one until it is unloaded, whatever stands on the disk by now.
                Unload();
            }

            return Failed(code);
        }

        uint count;
        code = functions.DeviceCount.Invoke(&count);
        if (code == NvmlReturn.Success && count > 0)
        {
            return GpuOpening.Opened(new NvmlSession(loaded, (int)count, host, options, () => isAbandoned = true, time, logger));
        }

        functions.Shutdown.Invoke();
        return GpuOpening.Failed(code == NvmlReturn.Success
            ? new GpuUnavailable("no_device", "The NVIDIA driver is loaded and sees no GPU; look for Xid and NVRM messages in the kernel log, and in a container at which GPUs were given to it.")
            : Explained(code));
    }

    private GpuOpening Failed(NvmlReturn code) => GpuOpening.Failed(Explained(code));

    /// <summary>The library's answer, and before it what the device nodes say where they may be what is the matter.</summary>
    private GpuUnavailable Explained(NvmlReturn code)
    {
        var why = code.ToUnavailable();
        var nodes = code is NvmlReturn.DriverNotLoaded or NvmlReturn.NoPermission or NvmlReturn.OperatingSystem or NvmlReturn.Unknown
            ? NvmlDeviceNodes.Diagnose(options.DevRoot)
            : null;
        return nodes is null ? why : why with { Words = $"{nodes} {why.Words}" };
    }

    private void Unload()
    {
        if (library is { } old)
        {
            if (!isAbandoned)
            {
                old.Free();
            }

            if (old.IsMapped)
            {
                loader.LeaveBehind(old);
            }
        }

        library = null;
    }

    private GpuUnavailable WhyNoLibrary()
    {
        if (options.LibraryPath is { } path)
        {
            return File.Exists(path)
                ? new GpuUnavailable("library_unusable", $"The library {path} (gpu.library) cannot be loaded or is not NVML; it must be the libnvidia-ml.so.1 of this host's driver and architecture.")
                : new GpuUnavailable("library_not_found", $"There is no library at {path} (gpu.library); correct the path or remove it to search the usual places.");
        }

        return new GpuUnavailable("library_not_found", "libnvidia-ml.so.1 is not found; install it with the NVIDIA driver, start a container with the NVIDIA runtime and the capability 'utility', or set gpu.library.");
    }
}

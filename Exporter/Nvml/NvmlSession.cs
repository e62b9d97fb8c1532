using System.Globalization;
using Exporter.Gpu;
using Exporter.Gpu.Events;
using Exporter.Nvml.Devices;
using Exporter.Nvml.Kernel;
using Exporter.Nvml.Library;
using Exporter.Nvml.Native;
using Exporter.Nvml.Survey;
using Microsoft.Extensions.Logging;

namespace Exporter.Nvml;

/// <summary>NVML between its init and its shutdown: one generation of device handles.</summary>
internal sealed unsafe class NvmlSession : IGpuSession
{
    private const int LongestVersion = 80;

    private readonly NvmlLibrary library;
    private readonly NvidiaTraces traces;
    private readonly Action abandoned;
    private readonly NvmlDevice[] devices;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<string> gpusAtOpening;
    private readonly string? nvmlVersion;
    private int isClosed;

    /// <param name="library">Initialised already.</param>
    /// <param name="deviceCount">How many devices it enumerates; one or more.</param>
    /// <param name="host">What outlives this session.</param>
    /// <param name="options">Where the kernel's files are.</param>
    /// <param name="abandoned">Called when a call hangs inside the library for good.</param>
    /// <param name="time">The clock of the readers.</param>
    /// <param name="logger">The log of the readers.</param>
    public NvmlSession(NvmlLibrary library, int deviceCount, NvmlHost host, NvmlDriverOptions options, Action abandoned, TimeProvider time, ILogger logger)
    {
        this.library = library;
        this.abandoned = abandoned;
        this.time = time;
        Host = host;
        traces = new NvidiaTraces(options.ProcRoot, options.SysRoot);
        gpusAtOpening = traces.Gpus;
        SysRoot = options.SysRoot;
        Trace = options.Trace;
        nvmlVersion = Text(library.Functions.NvmlVersion);
        DriverVersion = Text(library.Functions.DriverVersion);
        Description = string.Create(CultureInfo.InvariantCulture, $"{library.Path} (NVML {nvmlVersion ?? "of unknown version"})");

        // The driver's own list has the order of the library's indices, if it lists the same cards at all.
        devices = [.. Enumerable.Range(0, deviceCount).Select(index => new NvmlDevice(this, index, gpusAtOpening.Count == deviceCount ? gpusAtOpening[index] : null, time, logger))];
    }

    public string? DriverVersion { get; }

    public string Description { get; }

    public IReadOnlyList<IGpuReader> Readers => devices;

    public NvmlHost Host { get; }

    /// <summary>Where sysfs is mounted.</summary>
    public string SysRoot { get; }

    /// <inheritdoc cref="NvmlDriverOptions.Trace"/>
    public NvmlTrace? Trace { get; }

    /// <summary>Whether the driver holds other cards now than when the session was opened.</summary>
    public bool HaveDevicesChanged => !gpusAtOpening.SequenceEqual(traces.Gpus);

    public NvmlFunctions Functions => library.Functions;

    /// <summary>Whether the handles of this generation are void.</summary>
    public bool IsClosed => Volatile.Read(ref isClosed) != 0;

    /// <summary>Looks at what is not settled of a GPU; null while it was not read.</summary>
    public NvmlSurvey? Survey(int index) => devices[index].Handle is { } handle ? new NvmlSurvey(Functions, handle, time) : null;

    public IGpuEvents? OpenEvents() => library.Functions.EventSetCreate.IsPresent ? new NvmlEvents(this, devices, time) : null;

    public string? PendingUpgrade() => NvmlUpgrade.Pending(library, nvmlVersion, traces.ModuleVersion);

    public void Abandon()
    {
        Volatile.Write(ref isClosed, 1);
        abandoned();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isClosed, 1) == 0)
        {
            Array.ForEach(devices, device => device.Dispose());
            library.Functions.Shutdown.Invoke();
        }
    }

    private static string? Text(NvmlSystemText function)
    {
        var text = stackalloc byte[LongestVersion];
        return function.Invoke(text, LongestVersion) == NvmlReturn.Success ? NvmlText.Read(text, LongestVersion) : null;
    }
}

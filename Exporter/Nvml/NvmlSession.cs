using System.Globalization;
using Exporter.Gpu;
using Microsoft.Extensions.Logging;

namespace Exporter.Nvml;

/// <summary>NVML between its init and its shutdown: one generation of device handles.</summary>
internal sealed unsafe class NvmlSession : IGpuSession
{
    private const int LongestVersion = 80;

    private readonly NvmlLibrary library;
    private readonly Action abandoned;
    private readonly NvmlDevice[] devices;
    private int isClosed;

    /// <param name="library">Initialised already.</param>
    /// <param name="deviceCount">How many devices it enumerates; one or more.</param>
    /// <param name="host">What outlives this session.</param>
    /// <param name="abandoned">Called when a call hangs inside the library for good.</param>
    /// <param name="time">The clock of the readers.</param>
    /// <param name="logger">The log of the readers.</param>
    public NvmlSession(NvmlLibrary library, int deviceCount, NvmlHost host, Action abandoned, TimeProvider time, ILogger logger)
    {
        this.library = library;
        this.abandoned = abandoned;
        Host = host;
        DriverVersion = Text(library.Functions.DriverVersion);
        Description = string.Create(CultureInfo.InvariantCulture, $"{library.Path} (NVML {Text(library.Functions.NvmlVersion) ?? "of unknown version"})");
        devices = [.. Enumerable.Range(0, deviceCount).Select(index => new NvmlDevice(this, index, time, logger))];
    }

    public string? DriverVersion { get; }

    public string Description { get; }

    public IReadOnlyList<IGpuReader> Readers => devices;

    public NvmlHost Host { get; }

    public NvmlFunctions Functions => library.Functions;

    /// <summary>Whether the handles of this generation are void.</summary>
    public bool IsClosed => Volatile.Read(ref isClosed) != 0;

    public void Abandon()
    {
        Volatile.Write(ref isClosed, 1);
        abandoned();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isClosed, 1) == 0)
        {
            Array.ForEach(devices, device => device.Free());
            library.Functions.Shutdown.Invoke();
        }
    }

    private static string? Text(NvmlSystemText function)
    {
        var text = stackalloc byte[LongestVersion];
        return function.Invoke(text, LongestVersion) == NvmlReturn.Success ? NvmlText.Read(text, LongestVersion) : null;
    }
}

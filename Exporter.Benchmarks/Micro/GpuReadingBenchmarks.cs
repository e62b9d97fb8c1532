using BenchmarkDotNet.Attributes;
using Exporter.Gpu;
using Exporter.Nvml;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Benchmarks.Micro;

/// <summary>One full reading of one card over a library that answers at once: what is left is our own code.</summary>
public class GpuReadingBenchmarks
{
    private IGpuSession session = null!;

    [GlobalSetup]
    public void Open()
    {
        session = new NvmlDriver(new NvmlDriverOptions { LibraryPath = NoNvml.Compile() }, TimeProvider.System, NullLogger.Instance).Open().Session!;
        if (session.Readers[0].Read().Failure is { } failure)
        {
            throw new InvalidOperationException(failure.Reason);
        }
    }

    [GlobalCleanup]
    public void Close() => session.Dispose();

    [Benchmark]
    public bool Read() => session.Readers[0].Read().Reading is not null;
}

using Exporter.Gpu;
using Exporter.Gpu.Sampling;
using Exporter.Nvml;
using Exporter.Nvml.Kernel;
using Exporter.Scheduling;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;

namespace Exporter.Tests.Nvml;

/// <summary>The collection over the fake library, under the real clock.</summary>
internal sealed class RunningGpus : IAsyncDisposable
{
    private const int Bound = 20_000;

    private readonly FakeNvml fake;

    public RunningGpus(FakeNvml fake, GpuOptions? options = null, string? kernelLog = null)
    {
        this.fake = fake;
        var driver = new NvmlDriver(new NvmlDriverOptions { LibraryPath = fake.LibraryPath }, TimeProvider.System, Logs.Logger);
        var log = kernelLog is null ? null : new KernelLogFile(kernelLog);
        Collection = new GpuCollection(driver, options ?? Quick, Board, TimeProvider.System, Logs, kernelLog: log);
        Collection.Start();
    }

    /// <summary>Short intervals and pauses, so that a test takes no longer than what it waits for.</summary>
    public static GpuOptions Quick { get; } = new()
    {
        Interval = TimeSpan.FromMilliseconds(20),
        Timeout = TimeSpan.FromSeconds(1),
        FirstPause = TimeSpan.FromMilliseconds(50),
        LongestPause = TimeSpan.FromMilliseconds(100),
        StopBound = TimeSpan.FromSeconds(10),
    };

    /// <summary>For tests in which a call hangs for good: a stop does not wait for it.</summary>
    public static GpuOptions Hanging { get; } = Quick with { StopBound = TimeSpan.FromMilliseconds(300) };

    public CollectorHealthBoard Board { get; } = new(TimeProvider.System);

    public GpuCollection Collection { get; }

    public RecordingLoggerFactory Logs { get; } = new();

    public CollectorState SessionHealth => Board.All.Single(entry => entry is { Collector: "gpu", Gpu: null }).Read();

    public long? Xid(int gpu, string code) => Collection.Read()[gpu].Xids.SingleOrDefault(xid => xid.Xid == code)?.Count;

    public CollectorState Health(int gpu) => Board.All.Single(entry => entry.Gpu == $"{gpu}").Read();

    public void AwaitReadings(int count) => Eventually(() => Collection.Read().Count(view => view.Reading is not null) == count);

    /// <summary>Waits on other threads and a library that is looked at every few milliseconds; fails the test when it is never so.</summary>
    public static void Eventually(Func<bool> condition) => Assert.That(condition, Is.True.After(Bound, 5));

    public async ValueTask DisposeAsync()
    {
        await Collection.DisposeAsync();
        fake.Play();
    }
}

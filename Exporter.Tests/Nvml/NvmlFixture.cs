using Exporter.Gpu;
using Exporter.Gpu.Readings;
using Exporter.Nvml;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;

namespace Exporter.Tests.Nvml;

/// <summary>A driver over a copy of the fake library.</summary>
internal sealed class NvmlFixture : IDisposable
{
    private IGpuSession? session;

    /// <param name="missing">Functions the library lacks.</param>
    public NvmlFixture(params string[] missing)
    {
        Fake = new FakeNvml(missing);
        Driver = new NvmlDriver(new NvmlDriverOptions { LibraryPath = Fake.LibraryPath }, Clock, Logger);
    }

    public FakeNvml Fake { get; }

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLogger Logger { get; } = new();

    public NvmlDriver Driver { get; }

    /// <summary>The session, opened when first asked for.</summary>
    public IGpuSession Session => session ??= Driver.Open().Session ?? throw new InvalidOperationException("The fake did not open.");

    /// <summary>Reads a card that must be well.</summary>
    public GpuReading Read(int card = 0)
    {
        var result = Session.Readers[card].Read();
        Assert.That(result.Failure, Is.Null);
        return result.Reading!;
    }

    public void Dispose()
    {
        session?.Dispose();
        Fake.Dispose();
    }
}

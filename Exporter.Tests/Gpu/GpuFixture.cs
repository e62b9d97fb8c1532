using Exporter.Gpu;
using Exporter.Gpu.Sampling;
using Exporter.Scheduling;
using Exporter.Tests.Support;

namespace Exporter.Tests.Gpu;

/// <summary>A collection over a fake driver under a clock that a test moves.</summary>
internal sealed class GpuFixture : IAsyncDisposable
{
    /// <summary>The bound of every wait for other threads, in milliseconds of real time; only a failing test takes it.</summary>
    private const int Bound = 20_000;

    private readonly FakeGpuReader[] readers;

    public GpuFixture(params FakeGpuReader[] readers)
        : this(new FakeGpuDriver(readers), readers)
    {
    }

    public GpuFixture(FakeGpuDriver driver, params FakeGpuReader[] readers)
    {
        this.readers = readers;
        Driver = driver;
        Board = new CollectorHealthBoard(Clock);
        Collection = new GpuCollection(driver, new GpuOptions(), Board, Clock, Loggers);
        Collection.Start();
    }

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLoggerFactory Loggers { get; } = new();

    public FakeGpuDriver Driver { get; }

    public CollectorHealthBoard Board { get; }

    public GpuCollection Collection { get; }

    public IEnumerable<string> Messages => Loggers.Logger.Entries.Select(entry => entry.Message);

    /// <summary>Moves the clock by tenths of a second until the condition holds.</summary>
    public void AdvanceUntil(Func<bool> condition)
    {
        Assert.That(
            () =>
            {
                if (condition())
                {
                    return true;
                }

                Clock.Advance(TimeSpan.FromMilliseconds(100));
                return condition();
            },
            Is.True.After(Bound, 1));
    }

    /// <summary>Waits for other threads while the clock stands.</summary>
    public void Await(Func<bool> condition) => Assert.That(condition, Is.True.After(Bound, 1));

    public GpuView View(int index) => Collection.Read().Single(view => view.Index == index);

    public CollectorState Health(string? gpu) => Board.All.Single(entry => entry.Gpu == gpu).Read();

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in readers)
        {
            reader.Free();
        }

        await Collection.DisposeAsync();
    }
}

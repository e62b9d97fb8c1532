using System.Collections.Concurrent;
using Exporter.Gpu;

namespace Exporter.Tests.Gpu;

/// <summary>A driver that opens as a test says: the given openings in turn, the last one for ever.</summary>
internal sealed class FakeGpuDriver(params GpuOpening[] openings) : IGpuDriver
{
    private readonly ConcurrentQueue<GpuOpening> rest = new(openings);
    private int opens;

    public FakeGpuDriver(params FakeGpuReader[] readers)
        : this(GpuOpening.Opened(new FakeGpuSession(readers)))
    {
    }

    public int Opens => Volatile.Read(ref opens);

    /// <summary>What opening does before it answers; may block.</summary>
    public Action BeforeOpen { get; set; } = () => { };

    public GpuOpening Open()
    {
        Interlocked.Increment(ref opens);
        BeforeOpen();
        return rest.Count > 1 && rest.TryDequeue(out var next) ? next : rest.TryPeek(out var last) ? last : throw new InvalidOperationException("No opening left.");
    }
}

using Exporter.Host;
using Exporter.Scheduling;
using Exporter.Tests.Support;

namespace Exporter.Tests.Host;

/// <summary>A collection over a fake proc directory and a clock that stands still.</summary>
internal sealed class HostFixture : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public HostFixture(string procPath, Func<string, (long Used, long Limit)?>? fileSystemSize = null, string rootPath = "/", bool networkFileSystems = false)
    {
        Board = new CollectorHealthBoard(Clock);
        var options = new HostOptions { ProcPath = procPath, RootPath = rootPath, Interval = Interval, NetworkFileSystems = networkFileSystems };
        Collection = new HostCollection(options, fileSystemSize ?? SizeOf, Board, Clock, Logger);
    }

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLogger Logger { get; } = new();

    public CollectorHealthBoard Board { get; }

    public HostCollection Collection { get; }

    public CollectorState Health => Board.All.Single().Read();

    public static string ProcOf(string kernel) => Repository.PathOf("Exporter.Tests", "Fixtures", "Host", kernel, "proc");

    /// <summary>A size that is known for every path: 1000 bytes a character used, of 4000.</summary>
    public static (long Used, long Limit)? SizeOf(string path) => (1000L * path.Length, 4000L * path.Length);

    /// <summary>Starts, and waits until the first reading has been published.</summary>
    public async Task ReadFirstAsync()
    {
        Collection.Start();
        await Eventually.IsTrueAsync(() => Health.IsUp is not null, "the collection has said how it is");
        await Clock.WaitForTimersAsync(2);
    }

    /// <summary>Lets one interval pass, and waits for its reading.</summary>
    public async Task ReadNextAsync()
    {
        await Clock.WaitForTimersAsync(2);
        var before = Health;
        Clock.Advance(Interval);
        await Eventually.IsTrueAsync(() => !ReferenceEquals(Health, before), "a reading was made");
        await Clock.WaitForTimersAsync(2);
    }

    public ValueTask DisposeAsync() => Collection.DisposeAsync();
}

using Exporter.Gpu;
using Exporter.Gpu.Events;
using Exporter.Scheduling;
using Exporter.Tests.Support;

namespace Exporter.Tests.Gpu.Events;

/// <summary>The kernel's log is a second source that most services may not read: its absence is no failure.</summary>
internal sealed class KernelLogWatchTests
{
    private static readonly GpuUnavailable noPermission = new("no_permission", "It may not be read.");

    private readonly ManualTimeProvider clock = new();
    private readonly RecordingLogger logger = new();
    private readonly FakeKernelLog log = new();

    [Test]
    public async Task A_log_that_may_not_be_read_is_told_once_and_is_no_collector_that_is_down()
    {
        var board = new CollectorHealthBoard(clock);
        log.Refusal = noPermission;
        await using var watch = Watch(board);

        await AdvanceUntilAsync(() => log.Opens >= 3);

        Assert.That(board.All, Is.Empty);
        Assert.That(logger.Entries.Count(line => line.Message.Contains("no_permission", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task A_log_that_could_be_read_and_then_not_is_down_and_is_up_again_later()
    {
        var board = new CollectorHealthBoard(clock);
        await using var watch = Watch(board);
        await AdvanceUntilAsync(() => board.All is [{ Collector: "kernel_log" } entry] && entry.Read().IsUp == true);

        (log.Breaks, log.Refusal) = (true, noPermission);
        await AdvanceUntilAsync(() => board.All is [var entry] && entry.Read() is { IsUp: false, Reason: "no_permission" });
        (log.Breaks, log.Refusal) = (false, null);
        await AdvanceUntilAsync(() => board.All is [var entry] && entry.Read().IsUp == true);

        Assert.That(log.Opens, Is.GreaterThanOrEqualTo(3));
    }

    private KernelLogWatch Watch(CollectorHealthBoard board)
    {
        var watch = new KernelLogWatch(log, new GpuXids(clock, logger), board, clock, logger);
        watch.EnsureStarted();
        watch.EnsureStarted();
        return watch;
    }

    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.IsTrueAsync(
        () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        "the watch got there");
}

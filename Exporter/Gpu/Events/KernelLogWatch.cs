using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Events;

/// <summary>
/// Looks for Xid errors in the kernel's log, which tells of some that the driver's library keeps to itself, and goes on telling
/// while the library hangs. Not being allowed to read it costs those and nothing else.
/// </summary>
/// <remarks>
/// Its health is published from the first time the log could be read. Most services run without the right to, on purpose: a collector
/// that was never there must not be shown as one that is down.
/// </remarks>
internal sealed class KernelLogWatch : IAsyncDisposable
{
    /// <summary>Name of this collector on the board.</summary>
    public const string CollectorName = "kernel_log";

    private static readonly TimeSpan interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan openAgainAfter = TimeSpan.FromMinutes(1);

    private readonly IKernelLog source;
    private readonly GpuXids xids;
    private readonly CollectorHealthBoard board;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly PeriodicLoop ticks;
    private CollectorHealth? health;
    private string? toldReason;
    private long? refusedAt;
    private bool isOpen;
    private bool isStarted;

    public KernelLogWatch(IKernelLog source, GpuXids xids, CollectorHealthBoard board, TimeProvider time, ILogger logger)
    {
        this.source = source;
        this.xids = xids;
        this.board = board;
        this.time = time;
        this.logger = logger;
        ticks = new PeriodicLoop(new PeriodicSchedule { Name = CollectorName, Interval = interval, FirstDelay = TimeSpan.Zero }, TickAsync, time, logger);
    }

    /// <summary>Starts with the first GPU; later calls do nothing.</summary>
    public void EnsureStarted()
    {
        if (!isStarted)
        {
            isStarted = true;
            ticks.Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ticks.DisposeAsync().ConfigureAwait(false);
        source.Dispose();
        if (health is not null)
        {
            board.Remove(health);
        }
    }

    private Task TickAsync(CancellationToken cancellationToken)
    {
        if (!isOpen && (refusedAt is not { } at || time.GetElapsedTime(at) >= openAgainAfter))
        {
            Open();
        }

        if (isOpen)
        {
            var started = time.GetTimestamp();
            isOpen = source.Read(Look);
            health ??= board.Add(CollectorName);
            health.Succeeded(time.GetElapsedTime(started));
        }

        return Task.CompletedTask;
    }

    private void Open()
    {
        var why = source.Open();
        isOpen = why is null;
        refusedAt = isOpen ? null : time.GetTimestamp();
        if (why is not null)
        {
            health?.Failed(why.Reason);
            if (toldReason != why.Reason)
            {
                Log.KernelLogUnreadable(logger, why.Reason, why.Words);
            }
        }

        toldReason = why?.Reason;
    }

    private void Look(string line)
    {
        if (XidLine.Parse(line) is var (address, code))
        {
            xids.Report(address, code, XidSource.KernelLog);
        }
    }
}

using System.Threading.Channels;
using Exporter.Scheduling;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Exporter.Tests.Scheduling;

internal sealed class PeriodicLoopTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger logger = new();

    [Test]
    public async Task Ticks_come_at_the_first_delay_and_then_every_interval()
    {
        var ticks = new TickRecorder(time);
        await using var loop = Start(ticks.RecordAsync, firstDelay: Second * 2, interval: Second * 5);

        await ticks.AdvanceAsync(Second * 2, expected: 1);
        await ticks.AdvanceAsync(Second * 5, expected: 2);
        await ticks.AdvanceAsync(Second * 5, expected: 3);

        Assert.That(ticks.Offsets, Is.EqualTo(new[] { Second * 2, Second * 7, Second * 12 }));
    }

    [Test]
    public async Task Ticks_that_fall_into_a_running_one_are_skipped_and_counted_and_the_grid_is_kept()
    {
        var ticks = new TickRecorder(time);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        long told = 0;
        await using var loop = Start(
            async _ =>
            {
                await ticks.RecordAsync(CancellationToken.None);
                if (ticks.Offsets.Count == 1)
                {
                    await release.Task;
                }
            },
            TimeSpan.Zero,
            Second,
            missed => Interlocked.Add(ref told, missed));
        await ticks.WaitForAsync(1);

        time.Advance(Second * 3.5);
        Assert.That(loop.IsOverdue, Is.True);
        Assert.That(loop.TickAge, Is.EqualTo(Second * 3.5));
        release.SetResult();
        await time.WaitForTimersAsync(1);

        Assert.That(loop.SkippedTicks, Is.EqualTo(3));
        Assert.That(told, Is.EqualTo(3));
        await ticks.AdvanceAsync(Second * 0.5, expected: 2);
        Assert.That(ticks.Offsets[1], Is.EqualTo(Second * 4), "the tick after the skipped ones stands on the grid again");
    }

    [Test]
    public async Task A_bug_in_the_job_is_logged_and_counted_and_the_next_tick_comes()
    {
        var ticks = new TickRecorder(time);
        await using var loop = Start(
            async c =>
            {
                await ticks.RecordAsync(c);
                throw new InvalidOperationException("planted");
            },
            TimeSpan.Zero,
            Second);
        await ticks.WaitForAsync(1);
        await ticks.AdvanceAsync(Second, expected: 2);
        await time.WaitForTimersAsync(1);

        Assert.That(loop.FailedTicks, Is.EqualTo(2));
        Assert.That(logger.Entries.Select(e => e.Level), Has.All.EqualTo(LogLevel.Error));
        Assert.That(logger.Entries.Select(e => e.Exception?.Message), Is.EqualTo(new[] { "planted", "planted" }));
    }

    [Test]
    public async Task A_stop_cancels_the_tick_in_progress()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = Start(
            async c =>
            {
                entered.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, c);
            },
            TimeSpan.Zero,
            Second);
        await entered.Task;

        await loop.DisposeAsync();

        Assert.That(loop.TickAge, Is.Null);
        Assert.That(loop.FailedTicks, Is.Zero);
        Assert.That(logger.Entries, Is.Empty);
    }

    [Test]
    public async Task A_stop_leaves_a_job_that_ignores_its_token_behind_after_the_bound()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = Start(
            async _ =>
            {
                entered.SetResult();
                await release.Task;
            },
            TimeSpan.Zero,
            Second);
        await entered.Task;

        var stop = loop.StopAsync();
        await time.WaitForTimersAsync(1);
        Assert.That(stop.IsCompleted, Is.False);
        time.Advance(Second * 5);
        await stop;

        Assert.That(logger.Entries.Single().Message, Does.Contain("test did not stop within 00:00:05"));
        release.SetResult();
    }

    [Test]
    public async Task A_loop_starts_once()
    {
        await using var loop = Start(_ => Task.CompletedTask, Second, Second);
        Assert.That(loop.Start, Throws.InvalidOperationException);
    }

    [Test]
    public void An_interval_of_zero_is_refused() =>
        Assert.That(() => Create(_ => Task.CompletedTask, TimeSpan.Zero, TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private PeriodicLoop Start(Func<CancellationToken, Task> job, TimeSpan firstDelay, TimeSpan interval, Action<long>? skipped = null)
    {
        var loop = Create(job, firstDelay, interval, skipped);
        loop.Start();
        return loop;
    }

    private PeriodicLoop Create(Func<CancellationToken, Task> job, TimeSpan firstDelay, TimeSpan interval, Action<long>? skipped = null) =>
        new(new PeriodicSchedule { Name = "test", Interval = interval, FirstDelay = firstDelay }, job, time, logger, skipped);

    private sealed class TickRecorder(ManualTimeProvider time)
    {
        private readonly long start = time.GetTimestamp();
        private readonly Channel<TimeSpan> ticks = Channel.CreateUnbounded<TimeSpan>();
        private int awaited;

        public List<TimeSpan> Offsets { get; } = [];

        public Task RecordAsync(CancellationToken cancellationToken)
        {
            var offset = time.GetElapsedTime(start);
            Offsets.Add(offset);
            ticks.Writer.TryWrite(offset);
            return Task.CompletedTask;
        }

        public async Task WaitForAsync(int count)
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            for (; awaited < count; awaited++)
            {
                await ticks.Reader.ReadAsync(bound.Token);
            }
        }

        public async Task AdvanceAsync(TimeSpan by, int expected)
        {
            await time.WaitForTimersAsync(1);
            time.Advance(by);
            await WaitForAsync(expected);
        }

    }
}

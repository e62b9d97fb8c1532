namespace Exporter.Tests.Support;

/// <summary>A clock that moves only when told to; its timers fire on the caller's thread while it moves.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private long timestamp = 1_000_000_000;
    private int created;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers have ever been started or changed: lets a test wait until the code under test is waiting.</summary>
    public int TimersStarted => Volatile.Read(ref created);

    /// <summary>How many timers are waiting now.</summary>
    public int TimersWaiting
    {
        get
        {
            lock (gate)
            {
                return timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp()
    {
        lock (gate)
        {
            return timestamp;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves both clocks; due timers fire in order, each at its own moment.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetTimestamp() + by.Ticks;
        while (true)
        {
            ManualTimer? due;
            lock (gate)
            {
                due = timers.Where(t => t.Due <= end).MinBy(t => t.Due);
                MoveTo(due is null ? end : Math.Max(timestamp, due.Due));
                due?.Rearm();
            }

            if (due is null)
            {
                return;
            }

            due.Fire();
        }
    }

    /// <summary>Waits in real time until <paramref name="count"/> timers wait, so that an Advance cannot come too early.</summary>
    public Task WaitForTimersAsync(int count) => Eventually.IsTrueAsync(() => TimersWaiting >= count, $"{count} timers wait");

    private void MoveTo(long target)
    {
        now = now.AddTicks(target - timestamp);
        timestamp = target;
    }

    private sealed class ManualTimer(ManualTimeProvider clock, Action fire) : ITimer
    {
        private TimeSpan period;

        public long Due { get; private set; }

        public void Fire() => fire();

        public void Rearm()
        {
            if (period > TimeSpan.Zero)
            {
                Due += period.Ticks;
            }
            else
            {
                clock.timers.Remove(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    period = newPeriod;
                    Due = clock.timestamp + dueTime.Ticks;
                    clock.timers.Add(this);
                    Interlocked.Increment(ref clock.created);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace Exporter.Gpu.Counters;

/// <summary>
/// A total that follows a counter of the driver as long as that can be believed, and grows by another estimate where it cannot.
/// It begins at the driver's own value and never goes back, however often the driver is loaded or the source changes. Not thread-safe.
/// </summary>
/// <param name="mostPerSecond">The most the driver's counter can rise in a second.</param>
internal sealed class FollowedCounter(double mostPerSecond)
{
    private readonly PlausibleCounter judge = new(mostPerSecond);
    private double? followed;

    /// <summary>Null until there was any source.</summary>
    public double? Total { get; private set; }

    /// <summary>Why the driver's counter is not followed any more; null while it is or where there is none.</summary>
    public string? Objection => judge.Objection;

    /// <summary>The driver was opened anew or the card reset: its counter may begin again from 0.</summary>
    public void OnReopened() => judge.Forget();

    /// <summary>Takes what one reading says.</summary>
    /// <param name="count">The driver's counter; null where there is none.</param>
    /// <param name="otherwise">What to add where there is none to be believed; null where nothing else tells it either.</param>
    /// <param name="now">On a clock that never goes back.</param>
    public void Add(double? count, double? otherwise, TimeSpan now)
    {
        if (count is { } value && judge.Accepts(value, now))
        {
            Follow(value);
            return;
        }

        if (otherwise is { } more)
        {
            followed = null;
            Total = (Total ?? 0) + Math.Max(0, more);
        }
        else if (count is not null)
        {
            followed = null;
        }

        // Where nothing is told at all, the next count holds what happened meanwhile.
    }

    private void Follow(double value)
    {
        // Without one to compare with, what the driver counted meanwhile is in the total already, by the other estimate.
        var more = followed is { } before ? value >= before ? value - before : value : 0;
        Total = Total is { } total ? total + more : value;
        followed = value;
    }
}

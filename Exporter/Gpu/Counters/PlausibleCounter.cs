namespace Exporter.Gpu.Counters;

/// <summary>
/// Judges a counter of the driver: one that goes back while the driver stays loaded, or runs faster than its quantity can, is
/// not what it is taken for and is believed no more. Not thread-safe.
/// </summary>
/// <param name="mostPerSecond">The most it can rise in a second.</param>
internal sealed class PlausibleCounter(double mostPerSecond)
{
    /// <summary>Drivers move a counter in steps; that much of a second may come at once.</summary>
    private const double SlackSeconds = 2;

    /// <summary>A counter that only sometimes runs too fast shall not hide behind hours of rest.</summary>
    private static readonly TimeSpan window = TimeSpan.FromMinutes(1);

    private double last;
    private double anchor;
    private TimeSpan anchored;
    private bool hasAnchor;

    /// <summary>Why it is believed no more; null while it is.</summary>
    public string? Objection { get; private set; }

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Of the counter.</param>
    /// <param name="now">On a clock that never goes back.</param>
    /// <returns>Whether the value can be believed.</returns>
    public bool Accepts(double value, TimeSpan now)
    {
        if (Objection is not null)
        {
            return false;
        }

        if (!hasAnchor)
        {
            Anchor(value, now);
        }

        if (value < last)
        {
            Objection = "it went back";
            return false;
        }

        if (value - anchor > mostPerSecond * ((now - anchored).TotalSeconds + SlackSeconds))
        {
            Objection = "it ran faster than it can";
            return false;
        }

        last = value;
        if (now - anchored >= window)
        {
            Anchor(value, now);
        }

        return true;
    }

    /// <summary>Begins anew, as after the driver was loaded again.</summary>
    public void Forget()
    {
        hasAnchor = false;
        Objection = null;
    }

    private void Anchor(double value, TimeSpan now)
    {
        (last, anchor, anchored, hasAnchor) = (value, value, now, true);
    }
}

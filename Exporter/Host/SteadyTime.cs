namespace Exporter.Host;

/// <summary>
/// A moment of the past that is computed again and again from a clock that is being corrected (the kernel's boot time moves with every
/// correction by a second). It is held until it has moved by so much that the clock was set, since rules read each change of a start time
/// as a restart. Not thread-safe.
/// </summary>
internal sealed class SteadyTime
{
    /// <summary>In seconds. A clock that is corrected without being set takes hours for it.</summary>
    private const double Tolerance = 5;

    private double? held;

    /// <param name="seconds">Unix time as it is computed now; null where it is not known, which forgets nothing.</param>
    /// <returns>The moment that was held, or the new one where it is far from it; null for null.</returns>
    public double? Of(double? seconds)
    {
        if (seconds is { } now && !(Math.Abs(now - held.GetValueOrDefault(double.NaN)) <= Tolerance))
        {
            held = now;
        }

        return seconds is null ? null : held;
    }
}

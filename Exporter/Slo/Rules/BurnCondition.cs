namespace Exporter.Slo.Rules;

/// <summary>The budget burns: more than a share of the probes was bad, over a long window (so that it matters) and over a short one (so that it goes on).</summary>
/// <param name="Long">The long window.</param>
/// <param name="Short">The short window.</param>
/// <param name="Factor">How many times faster than allowed.</param>
/// <param name="Threshold">The share, 0 to 1.</param>
/// <param name="LeastBad">So many bad probes it takes in the long window, whatever their share: a window that is hardly filled has shares of a few.</param>
internal sealed record BurnCondition(Window Long, Window Short, double Factor, double Threshold, double LeastBad);

namespace Exporter.Probes.Metrics;

/// <summary>Bucket boundaries of one probe's histograms, in seconds, ascending. Two with the same boundaries are equal.</summary>
/// <param name="RequestDuration">Of probe.request.duration and probe.server.duration.</param>
/// <param name="TimeToFirstToken">Of probe.time_to_first_token, .time_to_first_output_token and .time_to_headers.</param>
/// <param name="TimePerOutputToken">Of probe.time_per_output_token.</param>
internal sealed record ProbeBuckets(double[] RequestDuration, double[] TimeToFirstToken, double[] TimePerOutputToken)
{
    public bool Equals(ProbeBuckets? other) =>
        other is not null
        && RequestDuration.AsSpan().SequenceEqual(other.RequestDuration)
        && TimeToFirstToken.AsSpan().SequenceEqual(other.TimeToFirstToken)
        && TimePerOutputToken.AsSpan().SequenceEqual(other.TimePerOutputToken);

    public override int GetHashCode() => HashCode.Combine(RequestDuration.Length, TimeToFirstToken.Length, TimePerOutputToken.Length);
}

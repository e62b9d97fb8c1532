using System.Globalization;
using Exporter.Configuration.Slo;

namespace Exporter.Slo;

/// <summary>One promise: this share of the counted probes is good.</summary>
/// <param name="Kind">What is counted, and what of it is good.</param>
/// <param name="Ratio">Share of good ones, 0 to 1 exclusive; of an error rate, one minus it, so that one shape of rule serves all.</param>
/// <param name="Within">The time of a latency or first-token objective; null for the others.</param>
internal sealed record Objective(ObjectiveKind Kind, double Ratio, TimeSpan? Within)
{
    /// <summary>Label <c>slo</c>: <c>availability</c>, <c>error_rate</c>, <c>accuracy</c>, such as <c>latency_3s</c> or <c>ttft_0.25s</c>.</summary>
    public string Name => Kind switch
    {
        ObjectiveKind.Availability => "availability",
        ObjectiveKind.ErrorRate => "error_rate",
        ObjectiveKind.Latency => "latency_" + Seconds,
        ObjectiveKind.FirstToken => "ttft_" + Seconds,
        ObjectiveKind.Accuracy => "accuracy",
    };

    /// <summary>Share of bad ones that is allowed. Computed as a decimal: one minus 0.995 is 0.005 and not a hair more.</summary>
    public double Budget => (double)(1 - (decimal)Ratio);

    private string Seconds => string.Create(CultureInfo.InvariantCulture, $"{Within!.Value.TotalSeconds}s");

    /// <summary>The objectives of a target in the order in which they are listed everywhere.</summary>
    public static IReadOnlyList<Objective> Of(SloConfig slo)
    {
        var all = new List<Objective>();
        if (slo.Availability is { } availability)
        {
            all.Add(new Objective(ObjectiveKind.Availability, availability, null));
        }

        if (slo.ErrorRate is { } errorRate)
        {
            all.Add(new Objective(ObjectiveKind.ErrorRate, (double)(1 - (decimal)errorRate), null));
        }

        all.AddRange(slo.Latency.OrderBy(static o => o.Within).Select(static o => new Objective(ObjectiveKind.Latency, o.Ratio, o.Within)));
        all.AddRange(slo.TimeToFirstToken.OrderBy(static o => o.Within).Select(static o => new Objective(ObjectiveKind.FirstToken, o.Ratio, o.Within)));
        if (slo.Accuracy is { } accuracy)
        {
            all.Add(new Objective(ObjectiveKind.Accuracy, accuracy, null));
        }

        return all;
    }
}

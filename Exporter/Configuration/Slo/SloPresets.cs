using Exporter.Configuration.Probes;

namespace Exporter.Configuration.Slo;

/// <summary>What each preset promises; what a file says beside it wins.</summary>
internal static class SloPresets
{
    private const double Availability = 0.995;
    private const double ErrorRate = 0.001;

    private static readonly LatencyObjective MostWithinThree = new(TimeSpan.FromSeconds(3), 0.95);

    /// <summary>Whether the probe asks cases whose class is known.</summary>
    public static bool KnowsClasses(ProbeConfig? probe) => probe?.Quality?.Cases.Any(static c => c.Label is not null) ?? false;

    /// <param name="preset">Which.</param>
    /// <param name="probe">Whose answers count; an objective of first tokens takes one that measures them. Null where it is not known.</param>
    public static SloConfig DefaultsOf(SloPreset preset, ProbeConfig? probe) => preset switch
    {
        // A person reads along: the first word soon, the whole answer in a few seconds.
        SloPreset.Llm => new SloConfig
        {
            Probe = probe?.Name ?? "",
            Availability = Availability,
            ErrorRate = ErrorRate,
            Latency = new([MostWithinThree, new(TimeSpan.FromSeconds(5), 0.99)]),
            TimeToFirstToken = probe is { MeasuresFirstToken: true } ? new([new(TimeSpan.FromSeconds(1), 0.95)]) : ValueList<LatencyObjective>.Empty,
        },

        // One step among several of a search: a second is what it may take of them.
        SloPreset.Reranker => new SloConfig
        {
            Probe = probe?.Name ?? "",
            Availability = Availability,
            ErrorRate = ErrorRate,
            Latency = new([new(TimeSpan.FromSeconds(1), 0.95), new(TimeSpan.FromSeconds(3), 0.99)]),
        },

        // The classic thresholds of a language-understanding service: P95 of 3 s, errors of 5 %, accuracy of 90 %.
        SloPreset.Nlu => new SloConfig
        {
            Probe = probe?.Name ?? "",
            Availability = Availability,
            ErrorRate = 0.05,
            Latency = new([MostWithinThree]),
            Accuracy = KnowsClasses(probe) ? 0.9 : null,
        },
    };
}

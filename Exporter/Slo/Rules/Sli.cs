using System.Globalization;

namespace Exporter.Slo.Rules;

/// <summary>
/// How one objective is counted in PromQL: all probes that count, and the good ones among them, taken over a window. What is not
/// good is bad, so that a probe that never succeeded, and so has no series of good ones, is as bad as can be and not mute.
/// </summary>
/// <param name="target">Whose objective it is.</param>
/// <param name="objective">The objective.</param>
/// <param name="job">Value of the label <c>job</c> to select; null selects every job.</param>
internal sealed class Sli(TargetObjectives target, Objective objective, string? job)
{
    /// <summary>Outcomes of probes that got an answer. The histograms hold successes only, so a threshold needs none of them.</summary>
    private const string Answered = "success|http_error|protocol_error|invalid";

    private const string Requests = "probe_requests_total";
    private const string Results = "probe_quality_results_total";

    /// <summary>All finished probes, whatever came of them; a skipped tick is none.</summary>
    public string Finished(Window window) => Count(Requests, "", window, "outcome, probe");

    /// <summary>The probes that count.</summary>
    public string Total(Window window) => objective.Kind switch
    {
        ObjectiveKind.Availability or ObjectiveKind.Latency or ObjectiveKind.FirstToken => Finished(window),
        ObjectiveKind.ErrorRate => Count(Requests, $",outcome=~\"{Answered}\"", window, "outcome, probe"),

        // Each answered case is a true positive or a false negative of its own class.
        ObjectiveKind.Accuracy => Count(Results, ",outcome=~\"tp|fn\"", window, "class, outcome, probe"),
    };

    /// <summary>Of these, the good ones; without a series where there never was one.</summary>
    public string Good(Window window) => objective.Kind switch
    {
        ObjectiveKind.Availability or ObjectiveKind.ErrorRate => Count(Requests, ",outcome=\"success\"", window, "outcome, probe"),
        ObjectiveKind.Latency => Count("probe_request_duration_seconds_bucket", $",le=\"{Boundary}\"", window, "le, probe"),
        ObjectiveKind.Accuracy => Count(Results, ",outcome=\"tp\"", window, "class, outcome, probe"),
        ObjectiveKind.FirstToken => Count("probe_time_to_first_token_seconds_bucket", $",le=\"{Boundary}\"", window, "le, probe"),
    };

    /// <summary>The bad ones.</summary>
    public string Bad(Window window) => $"""
        {Total(window)}
        -
        (
          {Good(window)}
          or
          0 * {Total(window)}
        )
        """;

    /// <summary>Label <c>le</c> as the exporter writes it: always with a decimal point. Another text would select nothing, for ever and silently.</summary>
    public static string LeOf(TimeSpan threshold)
    {
        var seconds = threshold.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return seconds.Contains('.', StringComparison.Ordinal) ? seconds : seconds + ".0";
    }

    /// <summary>Label matchers of every series of the probe whose answers count.</summary>
    public static string Matchers(TargetObjectives target, string? job) =>
        $"{(job is null ? "" : OfJob(job) + ",")}target=\"{target.Target}\",probe=\"{target.Probe}\"";

    /// <summary>The matcher of a job.</summary>
    public static string OfJob(string job) => $"job=\"{Escaped(job)}\"";

    /// <summary>As it stands between quotes in PromQL.</summary>
    public static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private string Boundary => LeOf(objective.Within!.Value);

    private string Count(string metric, string matcher, Window window, string dropped) =>
        $"sum without ({dropped}) (increase({metric}{{{Matchers(target, job)}{matcher}}}[{window}]))";
}

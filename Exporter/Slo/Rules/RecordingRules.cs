using System.Globalization;

namespace Exporter.Slo.Rules;

/// <summary>The recorded series of one objective. Names: <c>level:what:operation</c>; labels are those of the probe's series, with <c>slo</c> instead of the probe.</summary>
internal static class RecordingRules
{
    /// <summary>How often short windows are counted.</summary>
    public const string ShortInterval = "1m";

    /// <summary>How often long windows are added up; less than the five minutes for which Prometheus takes a sample to be of now.</summary>
    public const string LongInterval = "2m";

    /// <summary>A probe that is counted in five-minute windows at every <see cref="ShortInterval"/> is counted so many times.</summary>
    public const int Overlap = 5;

    /// <summary>Seconds between two probes of a target; the report needs it to tell a rare probe from one that does not run.</summary>
    public const string ProbeInterval = "slo:probe_interval:seconds";

    private const int ShortEvaluationsInPeriod = 30 * 24 * 60;
    private const int LongEvaluationsInPeriod = 30 * 24 * 30;

    public static string ErrorRatio(Window window) => $"slo:sli_error:ratio_rate{window}";

    public static string Bad(Window window) => $"slo:sli_bad:increase{window}";

    public static string Total(Window window) => $"slo:sli_total:increase{window}";

    /// <summary>Counts over the windows that are read from the exporter's series.</summary>
    public static IEnumerable<Rule> Short(TargetObjectives target, Objective objective, RuleOptions options)
    {
        var sli = new Sli(target, objective, options.Job);
        var labels = Labels(target, objective);
        yield return Rule.Record("slo:objective:ratio", $"vector({Number(objective.Ratio)})", labels);
        yield return Rule.Record("slo:error_budget:ratio", $"vector({Number(objective.Budget)})", labels);
        foreach (var window in Window.Short)
        {
            // The rest is lost when nothing was counted: a share of nothing is no number, and would spoil every sum over it.
            yield return Rule.Record(Bad(window), sli.Bad(window), labels);
            yield return Rule.Record(ErrorRatio(window), $"{Of(Bad(window), labels)}\n/ ignoring (slo)\n({sli.Total(window)} > 0)", labels);
        }

        yield return Rule.Record(Total(Window.FiveMinutes), sli.Total(Window.FiveMinutes), labels);
        yield return Rule.Record("slo:current_burn_rate:ratio", $"{Of(ErrorRatio(Window.Hour), labels)} / {Number(objective.Budget)}", labels);
    }

    /// <summary>The long windows, added up from the recorded short ones: time in which nothing was recorded counts as neither good nor bad.</summary>
    public static IEnumerable<Rule> Long(TargetObjectives target, Objective objective)
    {
        var labels = Labels(target, objective);
        foreach (var window in Window.Long)
        {
            var bad = $"sum_over_time({Of(Bad(Window.FiveMinutes), labels)}[{window}])";
            var total = $"sum_over_time({Of(Total(Window.FiveMinutes), labels)}[{window}])";
            yield return Rule.Record(Bad(window), $"{bad} / {Overlap}", labels);
            yield return Rule.Record(ErrorRatio(window), $"{bad}\n/\n({total} > 0)", labels);
        }

        yield return Rule.Record(Total(Window.Period), $"sum_over_time({Of(Total(Window.FiveMinutes), labels)}[{Window.Period}]) / {Overlap}", labels);
        yield return Rule.Record("slo:period_error_budget_remaining:ratio", $"1 - {Of(ErrorRatio(Window.Period), labels)} / {Number(objective.Budget)}", labels);
        if (MeasuredBy(target.Interval) is var (window30, expected))
        {
            yield return Rule.Record("slo:measured:ratio", $"count_over_time({Of(ErrorRatio(window30), labels)}[{Window.Period}]) / {expected}", labels);
        }
    }

    public static (string Name, string Value)[] Labels(TargetObjectives target, Objective objective) =>
        [("slo", objective.Name), ("target", target.Target)];

    /// <summary>A recorded series of the objective.</summary>
    public static string Of(string record, (string Name, string Value)[] labels) =>
        $"{record}{{{string.Join(',', labels.Select(static l => $"{l.Name}=\"{l.Value}\""))}}}";

    public static string Number(double value) => ((decimal)value).ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest window in which a probe always falls: where it has a share, the objective was being measured. With it, how often it is evaluated in the period.</summary>
    private static (Window Window, int Evaluations)? MeasuredBy(TimeSpan interval)
    {
        if (Window.Short.FirstOrDefault(w => w.Length > 2 * interval) is { } frequent)
        {
            return (frequent, ShortEvaluationsInPeriod);
        }

        return Window.Long.FirstOrDefault(w => w.Length > 2 * interval) is { } rare ? (rare, LongEvaluationsInPeriod) : null;
    }
}

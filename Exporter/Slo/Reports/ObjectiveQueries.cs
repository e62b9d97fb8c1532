using System.Globalization;
using Exporter.Slo.Rules;

namespace Exporter.Slo.Reports;

/// <summary>How one objective is asked for. Each expression gives one number over all instances of the target, or none.</summary>
/// <param name="Target">Label <c>target</c>.</param>
/// <param name="Slo">Label <c>slo</c>.</param>
/// <param name="Ratio">Share of good probes that was promised.</param>
/// <param name="Total">Probes that count, over the period.</param>
/// <param name="Bad">Of these, the bad ones.</param>
/// <param name="TotalNow">The same over the last hour.</param>
/// <param name="BadNow">The same over the last hour.</param>
/// <param name="Measured">Share of the period in which probes were counted; a hair over 1 at most.</param>
internal sealed record ObjectiveQueries(string Target, string Slo, double Ratio, string Total, string Bad, string TotalNow, string BadNow, string Measured)
{
    /// <summary>From the exporter's own series: needs its configuration and no rules.</summary>
    public static IEnumerable<ObjectiveQueries> FromSeries(TargetObjectives target, ReportPeriod period, string? job)
    {
        var whole = Seconds(period.Length);
        var step = Step(target.Interval);
        foreach (var objective in target.All)
        {
            var sli = new Sli(target, objective, job);
            yield return new ObjectiveQueries(
                target.Target,
                objective.Name,
                objective.Ratio,
                $"sum({sli.Total(whole)})",
                $"sum({sli.Bad(whole)})",
                $"sum({sli.Total(Window.Hour)})",
                $"sum({sli.Bad(Window.Hour)})",
                Share(sli.Total(Seconds(step)), step, period));
        }
    }

    /// <summary>From what the rules recorded.</summary>
    /// <param name="interval">Between two probes; zero where no rule recorded it.</param>
    public static ObjectiveQueries FromRecords(string target, string slo, double ratio, TimeSpan interval, ReportPeriod period, string? job)
    {
        var selector = $"{{{(job is null ? "" : Sli.OfJob(job) + ",")}slo=\"{Sli.Escaped(slo)}\",target=\"{Sli.Escaped(target)}\"}}";
        var (total, bad) = (RecordingRules.Total(Window.FiveMinutes) + selector, RecordingRules.Bad(Window.FiveMinutes) + selector);
        var whole = Seconds(period.Length);
        return new ObjectiveQueries(
            target,
            slo,
            ratio,
            Sum(total, whole),
            Sum(bad, whole),
            Sum(total, Window.Hour),
            Sum(bad, Window.Hour),
            Share($"sum_over_time({total}[{Seconds(Step(interval))}])", Step(interval), period));
    }

    private static string Sum(string counts, Window window) => $"sum(sum_over_time({counts}[{window}])) / {RecordingRules.Overlap}";

    /// <summary>The shortest time into which a probe always falls, if it runs; five minutes at least, since more looks tell no more.</summary>
    private static TimeSpan Step(TimeSpan interval) => Window.FiveMinutes.Length > 2 * interval ? Window.FiveMinutes.Length : 2 * interval;

    /// <summary>One look a step: was anything counted?</summary>
    private static string Share(string counts, TimeSpan step, ReportPeriod period) => string.Create(
        CultureInfo.InvariantCulture,
        $"avg(count_over_time(({counts} > 0)[{Seconds(period.Length)}:{Seconds(step)}])) * {step.TotalSeconds:0} / {period.Length.TotalSeconds:0}");

    private static Window Seconds(TimeSpan length) => new(string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(length.TotalSeconds):0}s"), length);
}

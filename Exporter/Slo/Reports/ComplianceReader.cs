using Exporter.Slo.Rules;

namespace Exporter.Slo.Reports;

/// <summary>Asks a Prometheus for everything that a report says.</summary>
/// <param name="api">Whom to ask.</param>
/// <param name="period">The time to report on.</param>
/// <param name="job">Value of the label <c>job</c> to select; null selects every job.</param>
internal sealed class ComplianceReader(PrometheusApi api, ReportPeriod period, string? job)
{
    private readonly List<string> warnings = [];
    private string? problem;

    /// <param name="configured">The objectives of a configuration; null takes those that the rules recorded.</param>
    /// <returns>The report; or why there is none.</returns>
    public async Task<(ComplianceReport? Report, string? Problem)> ReadAsync(IReadOnlyList<TargetObjectives>? configured, CancellationToken cancellationToken)
    {
        var rows = new List<ComplianceRow>();
        foreach (var queries in configured?.SelectMany(t => ObjectiveQueries.FromSeries(t, period, job)) ?? await RecordedAsync(cancellationToken))
        {
            rows.Add(await RowAsync(queries, cancellationToken));
            if (problem is not null)
            {
                break;
            }
        }

        return problem is null ? (new ComplianceReport(period, rows, [.. warnings.Distinct()]), null) : (null, problem);
    }

    private async Task<IEnumerable<ObjectiveQueries>> RecordedAsync(CancellationToken cancellationToken)
    {
        // The last one that was promised in the period, although the target may be gone by its end.
        var whole = $"[{Math.Ceiling(period.Length.TotalSeconds)}s]";
        var objectives = await AskAsync($"max by (target, slo) (last_over_time(slo:objective:ratio{whole}))", cancellationToken);
        var intervals = (objectives.Count == 0 ? [] : await AskAsync($"max by (target) (last_over_time({RecordingRules.ProbeInterval}{whole}))", cancellationToken))
            .ToLookup(static s => s.Labels.GetValueOrDefault("target", ""), static s => TimeSpan.FromSeconds(Math.Clamp(s.Value, 0, Window.Period.Length.TotalSeconds)), StringComparer.Ordinal);
        return objectives
            .Select(static s => (Target: s.Labels.GetValueOrDefault("target", ""), Slo: s.Labels.GetValueOrDefault("slo", ""), s.Value))
            .Where(static s => s.Value is > 0 and < 1)
            .OrderBy(static s => s.Target, StringComparer.Ordinal)
            .ThenBy(static s => s.Slo, StringComparer.Ordinal)
            .Select(s => ObjectiveQueries.FromRecords(s.Target, s.Slo, s.Value, intervals[s.Target].FirstOrDefault(), period, job));
    }

    private async Task<ComplianceRow> RowAsync(ObjectiveQueries queries, CancellationToken cancellationToken)
    {
        var total = await NumberAsync(queries.Total, cancellationToken);
        var bad = await NumberAsync(queries.Bad, cancellationToken);
        var (totalNow, badNow) = period.IsNow
            ? (await NumberAsync(queries.TotalNow, cancellationToken), await NumberAsync(queries.BadNow, cancellationToken))
            : (null, null);
        var measured = await NumberAsync(queries.Measured, cancellationToken);
        var row = new ComplianceRow(queries.Target, queries.Slo, queries.Ratio, bad is null ? null : total, bad, null, measured is { } share ? Math.Min(share, 1) : null);
        return row with { Burn = totalNow > 0 && badNow is { } now ? Math.Max(0, now / totalNow.Value / row.Budget) : null };
    }

    private async Task<double?> NumberAsync(string expression, CancellationToken cancellationToken) =>
        await AskAsync(expression, cancellationToken) is [var only, ..] ? only.Value : null;

    private async Task<IReadOnlyList<QuerySample>> AskAsync(string expression, CancellationToken cancellationToken)
    {
        if (problem is not null)
        {
            return [];
        }

        var answer = await api.QueryAsync(expression, period.End, cancellationToken);
        problem = answer.Problem;
        warnings.AddRange(answer.Warnings);
        return answer.Samples;
    }
}

namespace Exporter.Slo.Reports;

/// <summary>What came of one instant query.</summary>
/// <param name="Samples">Series with a finite value.</param>
/// <param name="Warnings">Said beside the answer.</param>
/// <param name="Problem">Why there is no answer; null where there is one.</param>
internal sealed record QueryAnswer(IReadOnlyList<QuerySample> Samples, IReadOnlyList<string> Warnings, string? Problem)
{
    public static QueryAnswer Failed(string problem) => new([], [], problem);
}

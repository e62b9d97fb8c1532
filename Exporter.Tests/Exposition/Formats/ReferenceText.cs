using System.Globalization;
using System.Text;
using Exporter.Exposition.Collection;

namespace Exporter.Tests.Exposition.Formats;

/// <summary>Both text formats the slow and obvious way: strings, joined and replaced.</summary>
internal static class ReferenceText
{
    public static byte[] Prometheus(IEnumerable<FamilyPlan> families)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            var name = SampleName(family);
            if (family.Help != "")
            {
                text.Append($"# HELP {name} {family.Help.Replace("\\", "\\\\").Replace("\n", "\\n")}\n");
            }

            text.Append($"# TYPE {name} {(family.Type == FamilyType.Info ? "gauge" : family.Type.ToString().ToLowerInvariant())}\n");
            foreach (var line in family.Series.SelectMany(s => Lines(family, s, isOpenMetrics: false)))
            {
                text.Append(line).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] OpenMetrics(IEnumerable<FamilyPlan> families)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            text.Append($"# TYPE {family.Name} {family.Type.ToString().ToLowerInvariant()}\n");
            if (family.Unit is not null)
            {
                text.Append($"# UNIT {family.Name} {family.Unit}\n");
            }

            if (family.Help != "")
            {
                text.Append($"# HELP {family.Name} {Escaped(family.Help)}\n");
            }

            foreach (var line in family.Series.SelectMany(s => Lines(family, s, isOpenMetrics: true)))
            {
                text.Append(line).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.Append("# EOF\n").ToString());
    }

    private static IEnumerable<string> Lines(FamilyPlan family, SeriesPlan series, bool isOpenMetrics)
    {
        var name = SampleName(family);
        var labels = series.Labels.Select(l => $"{l.Key}=\"{Escaped(l.Value)}\"").ToList();
        if (series.Buckets is null)
        {
            var exemplar = isOpenMetrics && family.Type == FamilyType.Counter ? Exemplar(series.Exemplars[0]) : "";
            yield return $"{name}{Braces(labels)} {series.Integer?.ToString(CultureInfo.InvariantCulture) ?? Number(series.Number)}{exemplar}";
            yield break;
        }

        for (var i = 0; i < series.Buckets.Count; i++)
        {
            var le = i < series.Bounds.Count ? Exporter.Exposition.Formats.FloatText.Boundary(series.Bounds[i]) : "+Inf";
            yield return $"{name}_bucket{Braces([.. labels, $"le=\"{le}\""])} {series.Buckets.Take(i + 1).Sum(b => (long)b)}{(isOpenMetrics ? Exemplar(series.Exemplars[i]) : "")}";
        }

        if (!isOpenMetrics || !series.Bounds.Any(b => b < 0))
        {
            yield return $"{name}_sum{Braces(labels)} {Number(series.Number)}";
            yield return $"{name}_count{Braces(labels)} {series.Buckets.Sum(b => (long)b)}";
        }
    }

    private static string Exemplar(ExemplarValue exemplar) => exemplar.IsPresent
        ? $" # {{trace_id=\"{exemplar.TraceId}\",span_id=\"{exemplar.SpanId}\"}} {Number(exemplar.Value)} {exemplar.Timestamp.ToUnixTimeMilliseconds() / 1000m:0.000}"
        : "";

    private static string SampleName(FamilyPlan family) => family.Type switch
    {
        FamilyType.Counter => family.Name + "_total",
        FamilyType.Info => family.Name + "_info",
        _ => family.Name,
    };

    private static string Braces(List<string> labels) => labels.Count == 0 ? "" : $"{{{string.Join(",", labels)}}}";

    private static string Escaped(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\"", "\\\"");

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}

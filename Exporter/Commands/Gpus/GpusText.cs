using System.Globalization;
using System.Text;
using Exporter.Commands.Gpus.Parity;
using Exporter.Nvml;
using Exporter.Nvml.Native;

namespace Exporter.Commands.Gpus;

/// <summary>A report for a person.</summary>
internal static class GpusText
{
    private const double Mebibyte = 1024 * 1024;

    public static string Of(GpusReport report)
    {
        var text = new StringBuilder();
        text.Append(Invariant($"{report.Driver}: {report.Cards.Count} GPU(s)\n"));
        foreach (var card in report.Cards)
        {
            Write(text, card, report.Calls);
        }

        foreach (var card in report.Cards.Where(card => card.Findings.Count > 0))
        {
            text.Append(Invariant($"\nOpen questions as GPU {card.Index} answers them\n\n"));
            text.Append(TextTable.Of(["question", "seen", "meaning"], card.Findings.Select(finding => (string[])[finding.Question, finding.Seen, finding.Meaning ?? "open"])));
        }

        text.Append("\nCost of the calls\n\n").Append(TextTable.Of(["call", "calls", "mean us", "longest us"], Costs(report.Calls)));
        foreach (var card in report.Parity ?? [])
        {
            text.Append(Invariant($"\n{(card.Index is { } index ? Invariant($"GPU {index}") : "A GPU of nvidia-smi's alone")} ({card.Uuid}) beside nvidia-smi\n\n"));
            text.Append(TextTable.Of(["reading", "unit", "ours", "nvidia-smi", "verdict"], card.Results.Where(result => result.Verdict is not ParityVerdict.Neither).Select(Cells)));
        }

        return text.Append(Verdict(report)).ToString();
    }

    /// <summary>Words of a label or a script: <c>within_tolerance</c>.</summary>
    public static string NameOf(ParityVerdict verdict) => verdict switch
    {
        ParityVerdict.Equal => "equal",
        ParityVerdict.WithinTolerance => "within_tolerance",
        ParityVerdict.Differs => "differs",
        ParityVerdict.OnlyOurs => "only_ours",
        ParityVerdict.OnlyNvidiaSmi => "only_nvidia_smi",
        ParityVerdict.Neither => "neither",
    };

    private static void Write(StringBuilder text, InspectedCard card, IReadOnlyList<NvmlCall> calls)
    {
        text.Append(Invariant($"\nGPU {card.Index}  {card.Identity?.Model}  {card.Identity?.Uuid}  {card.Identity?.PciBusId}\n\n"));
        if (card.Failure is { } failure)
        {
            text.Append(Invariant($"  It cannot be read ({failure.Reason}): {failure.Words}\n"));
            return;
        }

        text.Append(TextTable.Of(["metric", "labels", "value", "per second", "asked"], ReadingRows.Of(card, calls).Select(row => (string[])
        [
            row.Metric,
            row.Labels,
            row.Value is { } value ? Value(value, row.Unit) : "not supported",
            row.PerSecond is { } rate ? Value(rate, row.Unit) : "",
            row.Why ?? "",
        ])));
    }

    private static IEnumerable<IReadOnlyList<string>> Costs(IReadOnlyList<NvmlCall> calls) => calls
        .Where(call => call is { Took: not null, Code: not NvmlReturn.FunctionNotFound })
        .GroupBy(call => call.Function)
        .Select(group => (Name: group.Key, Times: group.Select(call => call.Took!.Value.TotalMicroseconds).ToList()))
        .OrderByDescending(group => group.Times.Sum())
        .Select(group => (string[])[group.Name, Invariant($"{group.Times.Count}"), Invariant($"{group.Times.Average():0.0}"), Invariant($"{group.Times.Max():0.0}")]);

    private static string[] Cells(ParityResult result) =>
        [result.Reading, result.Unit, result.Ours ?? "-", result.NvidiaSmi ?? "-", NameOf(result.Verdict).Replace('_', ' ')];

    private static string Verdict(GpusReport report)
    {
        if (report.ParityProblem is { } problem)
        {
            return Invariant($"\nNot compared: {problem}\n");
        }

        if (report.Parity is not { } parity)
        {
            return "";
        }

        var all = parity.SelectMany(card => card.Results).ToList();
        return Invariant($"\n{all.Count(r => r.Verdict is ParityVerdict.Equal)} equal, {all.Count(r => r.Verdict is ParityVerdict.WithinTolerance)} within tolerance, {all.Count(r => r.Verdict is ParityVerdict.OnlyOurs)} only ours, {all.Count(r => !r.Holds)} not as nvidia-smi says\n");
    }

    private static string Value(double value, string unit) => unit switch
    {
        "By" => Invariant($"{value / Mebibyte:0.###} MiB"),
        "Hz" => Invariant($"{value / 1e6:0.###} MHz"),
        "1" => Invariant($"{value * 100:0.###} %"),
        "Cel" => Invariant($"{value:0.###} C"),
        _ => Invariant($"{value:0.###} {unit}").TrimEnd(),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

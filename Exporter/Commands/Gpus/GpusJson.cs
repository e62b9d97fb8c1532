using System.Text.Json;
using Exporter.Commands.Gpus.Parity;
using Exporter.Nvml;

namespace Exporter.Commands.Gpus;

/// <summary>A report for a script: values in base units, parity in nvidia-smi's.</summary>
internal static class GpusJson
{
    public static string Of(GpusReport report) => JsonReport.Of(json =>
    {
        json.WriteString("driver", report.Driver);
        json.WriteObjects("gpus", report.Cards, card => Write(json, card, report.Calls));
        if (report.Parity is { } parity)
        {
            json.WriteBoolean("equal", parity.All(card => card.Holds));
            json.WriteObjects("parity", parity, card => Write(json, card));
        }

        json.WriteIfKnown("parity_problem", report.ParityProblem);
    });

    private static void Write(Utf8JsonWriter json, InspectedCard card, IReadOnlyList<NvmlCall> calls)
    {
        json.WriteNumber("gpu", card.Index);
        json.WriteIfKnown("hw_id", card.Identity?.Uuid);
        json.WriteIfKnown("model", card.Identity?.Model);
        json.WriteIfKnown("pci_bus_id", card.Identity?.PciBusId);
        json.WriteIfKnown("failure", card.Failure?.Reason);
        json.WriteObjects("readings", card.Failure is null ? ReadingRows.Of(card, calls) : [], row =>
        {
            json.WriteString("metric", row.Metric);
            json.WriteIfKnown("labels", row.Labels.Length > 0 ? row.Labels : null);
            json.WriteString("unit", row.Unit);
            json.WriteIfKnown("value", row.Value);
            json.WriteIfKnown("per_second", row.PerSecond);
            json.WriteIfKnown("not_supported", row.Why);
        });
        json.WriteObjects("questions", card.Findings, finding =>
        {
            json.WriteString("question", finding.Question);
            json.WriteString("seen", finding.Seen);
            json.WriteIfKnown("meaning", finding.Meaning);
        });
        json.WriteObjects("calls", calls.Where(call => call.Gpu == card.Index), call =>
        {
            json.WriteString("function", call.Function);
            json.WriteNumber("which", call.Which);
            json.WriteString("code", call.Code.Name());
            json.WriteIfKnown("microseconds", call.Took?.TotalMicroseconds);
        });
    }

    private static void Write(Utf8JsonWriter json, CardParity card)
    {
        json.WriteIfKnown("gpu", card.Index);
        json.WriteIfKnown("hw_id", card.Uuid);
        json.WriteObjects("readings", card.Results, result =>
        {
            json.WriteString("reading", result.Reading);
            json.WriteString("unit", result.Unit);
            json.WriteIfKnown("ours", result.Ours);
            json.WriteIfKnown("nvidia_smi", result.NvidiaSmi);
            json.WriteString("verdict", GpusText.NameOf(result.Verdict));
        });
    }
}

using System.Text;
using System.Text.Json;
using Exporter.Commands.Gpus.Parity;
using Exporter.Nvml;

namespace Exporter.Commands.Gpus;

/// <summary>A report for a script: values in base units, parity in nvidia-smi's.</summary>
internal static class GpusJson
{
    public static string Of(GpusReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("driver", report.Driver);
            Array(json, "gpus", report.Cards, card => Write(json, card, report.Calls));
            if (report.Parity is { } parity)
            {
                json.WriteBoolean("equal", parity.All(card => card.Holds));
                Array(json, "parity", parity, card => Write(json, card));
            }

            json.WriteIfKnown("parity_problem", report.ParityProblem);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, InspectedCard card, IReadOnlyList<NvmlCall> calls)
    {
        json.WriteNumber("gpu", card.Index);
        json.WriteIfKnown("hw_id", card.Identity?.Uuid);
        json.WriteIfKnown("model", card.Identity?.Model);
        json.WriteIfKnown("pci_bus_id", card.Identity?.PciBusId);
        json.WriteIfKnown("failure", card.Failure?.Reason);
        Array(json, "readings", card.Failure is null ? ReadingRows.Of(card, calls) : [], row =>
        {
            json.WriteString("metric", row.Metric);
            json.WriteIfKnown("labels", row.Labels.Length > 0 ? row.Labels : null);
            json.WriteString("unit", row.Unit);
            json.WriteIfKnown("value", row.Value);
            json.WriteIfKnown("per_second", row.PerSecond);
            json.WriteIfKnown("not_supported", row.Why);
        });
        Array(json, "questions", card.Findings, finding =>
        {
            json.WriteString("question", finding.Question);
            json.WriteString("seen", finding.Seen);
            json.WriteIfKnown("meaning", finding.Meaning);
        });
        Array(json, "calls", calls.Where(call => call.Gpu == card.Index), call =>
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
        Array(json, "readings", card.Results, result =>
        {
            json.WriteString("reading", result.Reading);
            json.WriteString("unit", result.Unit);
            json.WriteIfKnown("ours", result.Ours);
            json.WriteIfKnown("nvidia_smi", result.NvidiaSmi);
            json.WriteString("verdict", GpusText.NameOf(result.Verdict));
        });
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

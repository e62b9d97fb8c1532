using System.Globalization;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Survey;

/// <summary>Which performance counters a device has, those included that are not published. Used by one thread.</summary>
internal sealed unsafe class NvmlGpmSurvey(NvmlFunctions functions, nint device)
{
    private const string Question = "performance counters";

    private static readonly (uint Metric, string Words)[] metrics =
    [
        (2, "SM active"), (3, "SM occupancy"), (5, "any tensor pipe"), (10, "DRAM bandwidth"), (11, "FP64"), (12, "FP32"), (13, "FP16"), (20, "PCIe sent"), (21, "PCIe received"),
        (60, "NVLink received"), (61, "NVLink sent"), (248, "SM cycles, from R595 on"), (249, "SM cycles active, from R595 on"), (250, "tensor cycles, from R595 on"),
        (255, "PCIe bytes sent, from R595 on"), (256, "PCIe bytes received, from R595 on"),
    ];

    private nint before;
    private nint after;
    private NvmlReturn code;
    private NvmlGpmRequest request;

    public void Begin() => code = Take(out before);

    public IEnumerable<NvmlFinding> End()
    {
        try
        {
            if (code != NvmlReturn.Success || (code = Take(out after)) != NvmlReturn.Success || (code = Compare()) != NvmlReturn.Success)
            {
                return [new(Question, code.Name())];
            }

            return [.. metrics.Select((metric, i) => new NvmlFinding(
                string.Create(CultureInfo.InvariantCulture, $"performance counter {metric.Metric} ({metric.Words})"),
                request.Metrics[i].Return == NvmlReturn.Success
                    ? string.Create(CultureInfo.InvariantCulture, $"{request.Metrics[i].Value:0.###}")
                    : request.Metrics[i].Return.Name()))];
        }
        finally
        {
            Free();
        }
    }

    private NvmlReturn Take(out nint sample)
    {
        sample = 0;
        var support = NvmlGpmSupport.Request;
        var answered = functions.GpmSupport.Invoke(device, &support);
        if (answered != NvmlReturn.Success || support.IsSupported == 0)
        {
            return answered == NvmlReturn.Success ? NvmlReturn.NotSupported : answered;
        }

        fixed (nint* room = &sample)
        {
            answered = functions.GpmAlloc.Invoke(room);
        }

        return answered == NvmlReturn.Success ? functions.GpmTake.Invoke(device, sample) : answered;
    }

    private NvmlReturn Compare()
    {
        request.Version = NvmlGpmRequest.PlainVersion;
        request.Count = (uint)metrics.Length;
        request.Before = before;
        request.After = after;
        for (var i = 0; i < metrics.Length; i++)
        {
            request.Metrics[i] = new NvmlGpmMetric { Id = metrics[i].Metric, Return = NvmlReturn.NotSupported };
        }

        fixed (NvmlGpmRequest* asked = &request)
        {
            return functions.GpmCompare.Invoke(asked);
        }
    }

    private void Free()
    {
        foreach (var sample in (ReadOnlySpan<nint>)[before, after])
        {
            if (sample != 0)
            {
                functions.GpmFree.Invoke(sample);
            }
        }

        (before, after) = (0, 0);
    }
}

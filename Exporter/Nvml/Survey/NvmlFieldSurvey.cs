using System.Globalization;
using Exporter.Gpu.Readings;
using Exporter.Nvml.Devices;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Survey;

/// <summary>Two looks at fields whose number, type or unit is not settled. Used by one thread.</summary>
internal sealed unsafe class NvmlFieldSurvey(NvmlFunctions functions, nint device, TimeProvider time)
{
    private const double NanosecondsPerSecond = 1e9;

    private static readonly (uint Field, uint Scope, string Words)[] questions =
    [
        (NvmlField.ThrottledSwPowerCap, 0, "throttled for the power limit"),
        (NvmlField.ThrottledSyncBoost, 0, "throttled for sync boost"),
        (251, 0, "throttled for heat by software, R575 to R589"),
        (252, 0, "throttled for heat by hardware, R575 to R589"),
        (253, 0, "throttled by the power brake, R575 to R589"),
        (269, 0, "throttled for heat by software, from R590 on"),
        (270, 0, "throttled for heat by hardware, from R590 on"),
        (271, 0, "throttled by the power brake, from R590 on"),
        (NvmlField.PowerAverage, 0, "power, averaged"),
        (NvmlField.PowerInstant, 0, "power, now"),
        (NvmlField.PcieTransmitted, 0, "bytes sent over PCIe"),
        (NvmlField.PcieReceived, 0, "bytes received over PCIe"),
        (NvmlField.NvlinkTransmitted, NvmlFieldBatch.AllLinks, "kibibytes sent over all NVLinks"),
        (NvmlField.Nvlink5Transmitted, NvmlFieldBatch.AllLinks, "bytes sent over all NVLinks, from Blackwell on"),
        (NvmlField.NvlinkReplayErrors, 0, "replay errors of NVLink 0"),
        (NvmlField.Nvlink5ReceiveErrors, NvmlFieldBatch.AllLinks, "receive errors over all NVLinks, from Blackwell on"),
        (NvmlField.RecoveryAction, 0, "recovery action"),
    ];

    private NvmlFieldValue[] before = [];
    private long asked;

    public void Begin() => (before, asked) = (Ask(), time.GetTimestamp());

    /// <param name="held">What held the clocks down at both looks.</param>
    public IEnumerable<NvmlFinding> End(GpuThrottleReasons held)
    {
        var distance = time.GetElapsedTime(asked);
        var now = Ask();
        var findings = new List<NvmlFinding>();
        for (var i = 0; i < questions.Length; i++)
        {
            findings.Add(new(
                string.Create(CultureInfo.InvariantCulture, $"field {questions[i].Field} ({questions[i].Words})"),
                Words(before[i], now[i], distance),
                Unit(questions[i].Field, before[i], now[i], distance, held)));
        }

        return findings;
    }

    /// <summary>Each alone: which of them a driver refuses together is not settled either.</summary>
    private NvmlFieldValue[] Ask()
    {
        var values = new NvmlFieldValue[questions.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new NvmlFieldValue { FieldId = questions[i].Field, ScopeId = questions[i].Scope };
            fixed (NvmlFieldValue* value = &values[i])
            {
                var code = functions.Fields.Invoke(device, 1, value);
                value->Return = code == NvmlReturn.Success ? value->Return : code;
            }
        }

        return values;
    }

    private static string Words(in NvmlFieldValue before, in NvmlFieldValue now, TimeSpan distance)
    {
        if (now.Return != NvmlReturn.Success)
        {
            return now.Return.Name();
        }

        var value = now.Value.As(now.ValueType);
        var growth = before.Return == NvmlReturn.Success ? value - before.Value.As(before.ValueType) : null;
        return string.Create(CultureInfo.InvariantCulture, $"type {now.ValueType}, value {value}, {growth:+0;-0;+0} in {distance.TotalSeconds:0.0} s, {now.LatencyMicroseconds} us by its own count");
    }

    /// <summary>While a reason stands, its counter must grow by a second a second.</summary>
    private static string? Unit(uint field, in NvmlFieldValue before, in NvmlFieldValue now, TimeSpan distance, GpuThrottleReasons held)
    {
        var stands = field switch
        {
            NvmlField.ThrottledSwPowerCap => held.HasFlag(GpuThrottleReasons.SwPowerCap),
            251 or 269 => held.HasFlag(GpuThrottleReasons.SwThermal),
            252 or 270 => held.HasFlag(GpuThrottleReasons.HwThermal),
            253 or 271 => held.HasFlag(GpuThrottleReasons.HwPowerBrake),
            _ => false,
        };
        var rate = (now.Value.As(now.ValueType) - before.Value.As(before.ValueType)) / distance.TotalSeconds;
        return !stands || (before.Return, now.Return) is not (NvmlReturn.Success, NvmlReturn.Success) ? null : (rate / NanosecondsPerSecond) switch
        {
            > 0.8 and < 1.2 => "nanoseconds",
            > 0.8e-3 and < 1.2e-3 => "microseconds",
            _ => "neither nanoseconds nor microseconds",
        };
    }
}

using System.Globalization;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Survey;

/// <summary>What the driver's rings of samples hold.</summary>
internal static unsafe class NvmlSampleSurvey
{
    private const int Room = 4096;
    private const double MicrosecondsPerSecond = 1e6;

    private static readonly (int Type, string Words)[] rings = [(1, "general"), (2, "memory"), (3, "encoder"), (4, "decoder"), (0, "power")];

    public static IEnumerable<NvmlFinding> Of(NvmlFunctions functions, nint device, TimeProvider time) => [.. rings.Select(ring => Of(functions, device, time, ring.Type, ring.Words))];

    private static NvmlFinding Of(NvmlFunctions functions, nint device, TimeProvider time, int type, string words)
    {
        var question = $"samples of {words}: count, spacing, clock, garbage";
        var samples = new NvmlSample[Room];
        uint capacity = 0;
        NvmlValueType valueType;
        _ = functions.Samples.Invoke(device, type, 0, &valueType, &capacity, null);
        var count = (uint)samples.Length;
        NvmlReturn code;
        fixed (NvmlSample* first = samples)
        {
            code = functions.Samples.Invoke(device, type, 0, &valueType, &count, first);
        }

        return code == NvmlReturn.Success
            ? Describe(question, samples.AsSpan(0, (int)Math.Min(count, Room)), capacity, valueType, time)
            : new(question, code == NvmlReturn.NotFound ? "none now (not_found)" : code.Name());
    }

    private static NvmlFinding Describe(string question, ReadOnlySpan<NvmlSample> samples, uint capacity, NvmlValueType valueType, TimeProvider time)
    {
        var filled = new List<ulong>();
        var over = 0;
        foreach (var sample in samples)
        {
            if (sample.Timestamp != 0)
            {
                filled.Add(sample.Timestamp);
                over += sample.Value.As(valueType) > 100 ? 1 : 0;
            }
        }

        if (filled.Count == 0)
        {
            return new(question, string.Create(CultureInfo.InvariantCulture, $"{samples.Length} of {capacity} places, none ever filled"));
        }

        filled.Sort();
        var spacings = filled.Zip(filled.Skip(1), (one, next) => next - one).Order().ToList();
        var behind = (time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0) - (filled[^1] / MicrosecondsPerSecond);
        return new(
            question,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{samples.Length} of {capacity} places, type {valueType}, {samples.Length - filled.Count} never filled, {over} over 100; spacing {Milliseconds(spacings)}; newest {behind:0.00} s behind the wall clock"),
            Math.Abs(behind) < 60 ? "the clock is the wall clock" : "the clock is another one");
    }

    private static string Milliseconds(List<ulong> spacings) => spacings.Count == 0
        ? "unknown"
        : string.Create(CultureInfo.InvariantCulture, $"{spacings[0] / 1000.0:0.0} to {spacings[^1] / 1000.0:0.0} ms, median {spacings[spacings.Count / 2] / 1000.0:0.0} ms");
}

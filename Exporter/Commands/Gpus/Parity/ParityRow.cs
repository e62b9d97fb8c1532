using System.Globalization;
using System.Xml.Linq;
using Exporter.Gpu.Readings;

namespace Exporter.Commands.Gpus.Parity;

/// <summary>How one reading is compared: ours before and after nvidia-smi ran, and what it printed between.</summary>
internal sealed class ParityRow
{
    private readonly string reading;
    private readonly string unit;
    private readonly Func<GpuIdentity, GpuReading, string?>? text;
    private readonly Func<GpuReading, double?>? number;
    private readonly Func<XElement, string?> theirs;
    private readonly double resolution;
    private readonly double tolerance;
    private readonly double relative;

    private ParityRow(string reading, string unit, Func<XElement, string?> theirs, double resolution, double tolerance, double relative)
    {
        (this.reading, this.unit, this.theirs) = (reading, unit, theirs);
        (this.resolution, this.tolerance, this.relative) = (resolution, tolerance, relative);
    }

    private ParityRow(string reading, Func<GpuIdentity, GpuReading, string?> ours, Func<XElement, string?> theirs)
        : this(reading, "", theirs, 0, 0, 0) => text = ours;

    private ParityRow(string reading, string unit, Func<GpuReading, double?> ours, Func<XElement, double?> theirs, double resolution, double tolerance, double relative)
        : this(reading, unit, gpu => Words(theirs(gpu)), resolution, tolerance, relative) => number = ours;

    /// <summary>A text that must be the same.</summary>
    public static ParityRow OfText(string reading, Func<GpuIdentity, GpuReading, string?> ours, Func<XElement, string?> theirs) => new(reading, ours, theirs);

    /// <summary>A number that does not move.</summary>
    /// <param name="reading">Its name.</param>
    /// <param name="unit">That nvidia-smi prints it in.</param>
    /// <param name="ours">In that unit.</param>
    /// <param name="theirs">In that unit.</param>
    /// <param name="resolution">What rounding takes away; equal within it.</param>
    public static ParityRow OfFixed(string reading, string unit, Func<GpuReading, double?> ours, Func<XElement, double?> theirs, double resolution = 0) =>
        new(reading, unit, ours, theirs, resolution, resolution, 0);

    /// <summary>A number that moves while it is read.</summary>
    /// <param name="reading">Its name.</param>
    /// <param name="unit">That nvidia-smi prints it in.</param>
    /// <param name="ours">In that unit.</param>
    /// <param name="theirs">In that unit.</param>
    /// <param name="resolution">What rounding takes away; equal within it.</param>
    /// <param name="tolerance">How far it may lie outside of ours before and after, in the unit.</param>
    /// <param name="relative">The same as a share of ours; the greater one counts.</param>
    public static ParityRow OfMoving(string reading, string unit, Func<GpuReading, double?> ours, Func<XElement, double?> theirs, double resolution, double tolerance, double relative = 0) =>
        new(reading, unit, ours, theirs, resolution, tolerance, relative);

    /// <param name="card">Read before and after.</param>
    /// <param name="gpu">Its element in nvidia-smi's report.</param>
    public ParityResult Compare(InspectedCard card, XElement gpu)
    {
        var said = theirs(gpu);
        if (text is not null)
        {
            var words = card is { Identity: { } identity, After.Reading: { } now } ? text(identity, now) : null;
            return new(reading, unit, words, said, Presence(words, said) ?? (words == said ? ParityVerdict.Equal : ParityVerdict.Differs));
        }

        var (before, after) = (Number(card.Before), Number(card.After));
        var (low, high) = (Math.Min(before ?? double.MaxValue, after ?? double.MaxValue), Math.Max(before ?? double.MinValue, after ?? double.MinValue));
        var ours = (before ?? after) is null ? null : Words(low) == Words(high) ? Words(low) : $"{Words(low)} to {Words(high)}";
        return new(reading, unit, ours, said, Presence(ours, said) ?? Judge(low, high, double.Parse(said!, CultureInfo.InvariantCulture)));
    }

    private double? Number(GpuReadResult result) => result.Reading is { } known ? number!(known) : null;

    private ParityVerdict Judge(double low, double high, double said)
    {
        // What binary fractions take away besides.
        const double Rounding = 1e-6;
        var room = Math.Max(tolerance, relative * Math.Abs(high));
        return said >= low - resolution - Rounding && said <= high + resolution + Rounding ? ParityVerdict.Equal
            : said >= low - room - Rounding && said <= high + room + Rounding ? ParityVerdict.WithinTolerance
            : ParityVerdict.Differs;
    }

    private static ParityVerdict? Presence(string? ours, string? said) => (ours, said) switch
    {
        (null, null) => ParityVerdict.Neither,
        (null, _) => ParityVerdict.OnlyNvidiaSmi,
        (_, null) => ParityVerdict.OnlyOurs,
        _ => null,
    };

    private static string? Words(double? value) => value is { } known ? known.ToString("0.###", CultureInfo.InvariantCulture) : null;
}

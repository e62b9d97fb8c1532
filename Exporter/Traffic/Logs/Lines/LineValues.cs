using System.Globalization;

namespace Exporter.Traffic.Logs.Lines;

/// <summary>Values of the formats whose fields have names.</summary>
internal static class LineValues
{
    /// <summary>The first of the three that is a number, in seconds; null where none is.</summary>
    public static double? Duration(string? seconds, string? milliseconds, string? microseconds) =>
        Number(seconds) ?? (Number(milliseconds) * 1e-3) ?? (Number(microseconds) * 1e-6);

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0
            ? value
            : null;
}

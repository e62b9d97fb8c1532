using System.Globalization;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Shares as <c>99.5%</c> or <c>0.995</c>.</summary>
internal static class Ratios
{
    /// <summary>More than 0 and less than 1: an objective of everything or nothing has no error budget.</summary>
    public static Parsed<double> Exclusive(string text)
    {
        var percent = text.EndsWith('%');
        var number = percent ? text[..^1] : text;
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return Parsed<double>.Bad($"{Shown.Quoted(text)} is not a share such as 99.5% or 0.995");
        }

        if (!percent && value is > 1 and < 100)
        {
            return Parsed<double>.Bad($"{text} is more than everything; is {text}% meant?");
        }

        // Divided as a decimal, 99.5% is the same double as 0.995.
        var ratio = percent ? value / 100 : value;
        return ratio is > 0 and < 1
            ? Parsed<double>.Good((double)ratio)
            : Parsed<double>.Bad($"{Shown.Quoted(text)} is out of range (more than 0%, less than 100%)");
    }
}

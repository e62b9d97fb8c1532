using System.Globalization;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Whole and broken numbers in decimal notation.</summary>
internal static class Numbers
{
    /// <summary>A parser of whole numbers that allows both ends.</summary>
    public static Func<string, Parsed<int>> WholeBetween(int least, int most) => text =>
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return Parsed<int>.Bad($"{Shown.Quoted(text)} is not a whole number");
        }

        return value < least || value > most
            ? Parsed<int>.Bad(string.Create(CultureInfo.InvariantCulture, $"{value} is out of range ({least} to {most})"))
            : Parsed<int>.Good((int)value);
    };

    /// <summary>A parser of numbers that allows both ends.</summary>
    public static Func<string, Parsed<double>> Between(double least, double most) => text =>
    {
        var parsed = Any(text);
        return parsed.TryGet(out var value) && (value < least || value > most)
            ? Parsed<double>.Bad(string.Create(CultureInfo.InvariantCulture, $"{value} is out of range ({least} to {most})"))
            : parsed;
    };

    /// <summary>Any finite number.</summary>
    public static Parsed<double> Any(string text)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? Parsed<double>.Good(value + 0.0) // -0 becomes 0: both are equal but are not written alike.
            : Parsed<double>.Bad($"{Shown.Quoted(text)} is not a number");
    }
}

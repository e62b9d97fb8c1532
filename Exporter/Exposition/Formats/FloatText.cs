using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Exporter.Exposition.Formats;

/// <summary>Numbers as text: the shortest that reads back as the same double.</summary>
internal static class FloatText
{
    /// <summary>No number here is longer.</summary>
    public const int MaxLength = 32;

    /// <summary>Whole numbers below this are written as integers, which is several times faster and the same number.</summary>
    private const double WholeNumbersBelow = 1e15;

    /// <returns>Bytes written.</returns>
    /// <param name="output">At least <see cref="MaxLength"/> long.</param>
    public static int Write(double value, Span<byte> output)
    {
        if (Math.Abs(value) < WholeNumbersBelow && value == Math.Truncate(value) && !(value == 0 && double.IsNegative(value)))
        {
            return Write((long)value, output);
        }

        if (!double.IsFinite(value))
        {
            var name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
            name.CopyTo(output);
            return name.Length;
        }

        var fits = value.TryFormat(output, out var written, default, CultureInfo.InvariantCulture);
        Debug.Assert(fits, "A shortest double has at most 24 characters.");
        return written;
    }

    public static int Write(long value, Span<byte> output)
    {
        var fits = Utf8Formatter.TryFormat(value, output, out var written);
        Debug.Assert(fits, "A long has at most 20 characters.");
        return written;
    }

    /// <summary>The value of an <c>le</c> label: always a float, spelt as Prometheus itself spells the bound of a protobuf bucket.</summary>
    /// <remarks>So a histogram has the same series whichever format it was scraped in: 3 is "3.0", 0.00001 is "1e-05", 2000000 is "2e+06".</remarks>
    public static string Boundary(double bound)
    {
        if (!double.IsFinite(bound))
        {
            return double.IsNaN(bound) ? "NaN" : bound > 0 ? "+Inf" : "-Inf";
        }

        var (digits, exponent) = Digits(Math.Abs(bound));
        var sign = double.IsNegative(bound) ? "-" : string.Empty;
        return sign + (exponent is < -4 or >= 6 ? Scientific(digits, exponent) : Plain(digits, exponent));
    }

    /// <summary>Shortest decimal digits without zeros at either end, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Digits(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var exponent = (point < 0 ? mantissa.Length : point) - 1;
        exponent += e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return digits.Length == 0 ? ("0", 0) : (digits, exponent - leading);
    }

    private static string Scientific(string digits, int exponent)
    {
        var text = new StringBuilder().Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return $"0.{new string('0', -exponent - 1)}{digits}";
        }

        return digits.Length <= exponent + 1
            ? $"{digits}{new string('0', exponent + 1 - digits.Length)}.0"
            : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}

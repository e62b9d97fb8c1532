using System.Globalization;

namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>Numbers as they stand in an exposition.</summary>
internal static class SampleNumber
{
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        var sign = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[..1] : default;
        var word = text[sign.Length..];
        if (Is(word, "inf"u8) || Is(word, "infinity"u8))
        {
            value = sign.SequenceEqual("-"u8) ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        value = double.NaN;
        return Is(text, "nan"u8);
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase)
    {
        if (text.Length != lowerCase.Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if ((text[i] | 0x20) != lowerCase[i])
            {
                return false;
            }
        }

        return true;
    }
}

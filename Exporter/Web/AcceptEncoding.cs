using System.Globalization;

namespace Exporter.Web;

/// <summary>Reads the Accept-Encoding header as far as gzip is concerned.</summary>
internal static class AcceptEncoding
{
    /// <summary>Whether gzip, or anything, is named with a quality above zero; gzip's own quality wins over that of <c>*</c>.</summary>
    public static bool TakesGzip(ReadOnlySpan<char> header)
    {
        bool? any = null;
        foreach (var range in header.Split(','))
        {
            var entry = header[range];
            var semicolon = entry.IndexOf(';');
            var coding = (semicolon < 0 ? entry : entry[..semicolon]).Trim();
            var isWanted = semicolon < 0 || HasQuality(entry[(semicolon + 1)..]);
            if (coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
            {
                return isWanted;
            }

            any = coding is "*" ? isWanted : any;
        }

        return any ?? false;
    }

    private static bool HasQuality(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        return parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
            && quality > 0;
    }
}

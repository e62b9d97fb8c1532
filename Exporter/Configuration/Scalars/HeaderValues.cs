namespace Exporter.Configuration.Scalars;

/// <summary>Values of HTTP headers.</summary>
internal static class HeaderValues
{
    /// <summary>What is wrong with a value, without showing it; null where it is good.</summary>
    public static string? Problem(string value)
    {
        if (value.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            return "a header value must be one line";
        }

        return value.Any(static character => character is (< ' ' and not '\t') or > '~')
            ? "a header value must be printable ASCII"
            : value.AsSpan().Trim().Length != value.Length ? "a header value must not begin or end with a space" : null;
    }
}

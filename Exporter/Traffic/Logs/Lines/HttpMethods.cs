namespace Exporter.Traffic.Logs.Lines;

/// <summary>The closed set of methods that become label values.</summary>
internal static class HttpMethods
{
    public const string Other = "other";

    private static readonly string[] Known = ["GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>How many label values there are, <see cref="Other"/> included.</summary>
    public static int Count => Known.Length + 1;

    public static string LabelOf(ReadOnlySpan<byte> method)
    {
        foreach (var known in Known)
        {
            if (method.Length == known.Length && System.Text.Ascii.Equals(method, known))
            {
                return known;
            }
        }

        return Other;
    }
}

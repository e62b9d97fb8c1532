namespace Exporter.Traffic.Logs.Lines;

/// <summary>The request line inside an access line: <c>POST /v1/completions HTTP/1.1</c>.</summary>
internal static class RequestLine
{
    private const int LongestMethod = 20;

    /// <summary>Fills in method and path; leaves them empty where the text is no request line, as after junk on the port.</summary>
    public static void Read(ReadOnlySpan<byte> text, ref AccessLine access)
    {
        var space = text.IndexOf((byte)' ');
        if (space is <= 0 or > LongestMethod || text[..space].ContainsAnyExceptInRange((byte)'A', (byte)'Z'))
        {
            return;
        }

        var rest = text[(space + 1)..];
        // A decoded path may hold spaces: the version is what stands behind the last.
        var version = rest.LastIndexOf(" HTTP/"u8);
        var path = version >= 0 ? rest[..version] : rest;
        if (!path.IsEmpty)
        {
            access.Method = text[..space];
            access.Path = path;
        }
    }
}

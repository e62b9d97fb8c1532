namespace Exporter.Traffic.Logs.Lines;

/// <summary>
/// <c>127.0.0.1 - - [20/Nov/2026 08:15:14] "POST /api/predict HTTP/1.1" 200 -</c>, behind whatever an application's logging set-up
/// writes before it. The path is decoded, quotes and spaces included, so the line is read from its end.
/// </summary>
internal sealed class WerkzeugLineParser : IAccessLineParser
{
    private const int LongestTime = 40;

    public bool TryParse(ReadOnlySpan<byte> line, out AccessLine access)
    {
        access = default;
        var time = line.IndexOf(" - - ["u8);
        if (time < 0)
        {
            return false;
        }

        var rest = line[(time + 6)..];
        var request = rest.IndexOf("] \""u8);
        var end = rest.LastIndexOf("\" "u8);
        if (request is < 0 or > LongestTime || end < request + 3)
        {
            return false;
        }

        // The status and then the size, one word.
        var tail = rest[(end + 2)..];
        if (!LineFields.TryStatus(tail, out access.Status) || tail.Length < 5 || tail[4..].Contains((byte)' '))
        {
            return false;
        }

        RequestLine.Read(rest[(request + 3)..end], ref access);
        return true;
    }
}

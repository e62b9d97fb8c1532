namespace Exporter.Traffic.Logs.Lines;

/// <summary>
/// <c>INFO:     127.0.0.1:51234 - "POST /v1/completions HTTP/1.1" 200 OK</c>, behind a prefix such as vLLM's <c>(APIServer pid=333)</c>.
/// A WebSocket is a GET that was answered with 101, or refused.
/// </summary>
internal sealed class UvicornLineParser : IAccessLineParser
{
    private const int SwitchingProtocols = 101;

    public bool TryParse(ReadOnlySpan<byte> line, out AccessLine access)
    {
        access = default;
        var start = line.IndexOf(" - \""u8);
        // The phrase behind the status has no quotes, a query may have.
        var end = line.LastIndexOf((byte)'"');
        if (start < 0 || end < start + 4 || !TryClient(line[..start], out access.ClientPort))
        {
            return false;
        }

        var request = line[(start + 4)..end];
        var tail = line[(end + 1)..];
        if (tail.IsEmpty || tail[0] != ' ')
        {
            return false;
        }

        tail = tail[1..];
        if (request.StartsWith("WebSocket "u8))
        {
            return TryWebSocket(request[10..], tail, ref access);
        }

        if (!LineFields.TryStatus(tail, out access.Status))
        {
            return false;
        }

        RequestLine.Read(request, ref access);
        return true;
    }

    /// <summary>The last word before the request: <c>host:port</c>, or nothing where the server listens on a Unix socket.</summary>
    private static bool TryClient(ReadOnlySpan<byte> before, out int port)
    {
        var client = before[(before.LastIndexOf((byte)' ') + 1)..];
        port = LineFields.PortOf(client);
        return port != 0 || client.IsEmpty;
    }

    private static bool TryWebSocket(ReadOnlySpan<byte> path, ReadOnlySpan<byte> tail, ref AccessLine access)
    {
        access.Method = "GET"u8;
        access.Path = path;
        if (tail.SequenceEqual("[accepted]"u8))
        {
            access.Status = SwitchingProtocols;
            return true;
        }

        return LineFields.TryStatus(tail, out access.Status);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Exporter.Probes.Transport;

/// <summary>Asks an HTTP proxy for a tunnel (<c>CONNECT</c>), so that TLS is shaken with the server itself and timed like any other.</summary>
internal static class ProxyTunnel
{
    private const int MaxAnswerBytes = 16 * 1024;

    /// <param name="stream">A fresh connection to the proxy; afterwards it leads to the server.</param>
    /// <param name="endPoint">The server.</param>
    /// <exception cref="ProxyRefusedException">It opened none.</exception>
    public static async Task OpenAsync(Stream stream, DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var host = endPoint.AddressFamily == AddressFamily.InterNetworkV6 || endPoint.Host.Contains(':', StringComparison.Ordinal)
            ? $"[{endPoint.Host.Trim('[', ']')}]"
            : endPoint.Host;
        var request = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"CONNECT {host}:{endPoint.Port} HTTP/1.1\r\nHost: {host}:{endPoint.Port}\r\nUser-Agent: {UserAgent.Value}\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken).ConfigureAwait(false);
        var answer = await ReadAnswerAsync(stream, cancellationToken).ConfigureAwait(false);
        var parts = answer.Split('\r', 2)[0].Split(' ', 3);
        if (parts.Length < 2 || !parts[0].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            throw new ProxyRefusedException("the proxy answered something that is not HTTP");
        }

        if (parts[1].Length != 3 || parts[1][0] != '2')
        {
            throw new ProxyRefusedException($"the proxy answered {string.Join(' ', parts[1..])}");
        }
    }

    /// <summary>Reads to the empty line and not a byte further: what follows is the server's.</summary>
    private static async Task<string> ReadAnswerAsync(Stream stream, CancellationToken cancellationToken)
    {
        var answer = new byte[MaxAnswerBytes];
        for (var length = 0; length < MaxAnswerBytes; length++)
        {
            // One byte at a time: a second read could swallow the beginning of the handshake.
            if (await stream.ReadAsync(answer.AsMemory(length, 1), cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new ProxyRefusedException("the proxy closed the connection instead of an answer");
            }

            if (answer.AsSpan(0, length + 1).EndsWith("\r\n\r\n"u8))
            {
                return Encoding.Latin1.GetString(answer, 0, length);
            }
        }

        throw new ProxyRefusedException("the proxy's answer has no end");
    }
}

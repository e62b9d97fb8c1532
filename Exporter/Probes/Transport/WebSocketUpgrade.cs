using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Exporter.Probes.Transport;

/// <summary>
/// Turns an exchange of <see cref="HttpTransport"/> into a WebSocket (RFC 6455): the request asks for it, and after status 101
/// the body is the connection itself. So a WebSocket is opened, timed and judged like every other request.
/// </summary>
internal sealed class WebSocketUpgrade
{
    /// <summary>The constant of RFC 6455.</summary>
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>Makes the request ask for the upgrade. No Origin is sent: a server refuses a foreign one, and a probe has none.</summary>
    /// <param name="subprotocol">What is spoken on it; null where the server knows only one thing.</param>
    public HttpRequestMessage Ask(HttpRequestMessage request, string? subprotocol)
    {
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);
        if (subprotocol is not null)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", subprotocol);
        }

        return request;
    }

    /// <summary>What is wrong with an answer of status 101; null where nothing is.</summary>
    public string? Objection(HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            return $"status {(int)answer.StatusCode} instead of a WebSocket";
        }

        return answer.Headers.TryGetValues("Sec-WebSocket-Accept", out var accept) && accept.SequenceEqual([AcceptOf(key)])
            ? null
            : "Sec-WebSocket-Accept does not answer the key that was sent";
    }

    /// <summary>The header by which a server shows that it speaks the protocol. SHA-1 is the protocol's choice; nothing is secured by it.</summary>
#pragma warning disable CA5350
    public static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix)));
#pragma warning restore CA5350
}

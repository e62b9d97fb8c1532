using System.Net.Sockets;
using System.Security.Authentication;

namespace Exporter.Probes.Transport;

/// <summary>Gives a broken exchange its name, from the exception and from how far the run had come.</summary>
internal static class TransportFailure
{
    /// <summary>The error and one line that says what happened.</summary>
    public static (ProbeErrorType Error, string Reason) Classify(Exception exception, ProbeRun run)
    {
        var text = Describe(exception);
        return run.Stage switch
        {
            ProbeStage.Starting => (ProbeErrorType.Other, text),
            ProbeStage.Resolving => (OfLookUp(exception), $"the name could not be resolved: {text}"),
            ProbeStage.Connecting => IsOurs(exception) ? (ProbeErrorType.Other, $"this machine could not connect: {text}") : (OfConnect(exception), $"connect failed: {text}"),
            ProbeStage.Securing => InHandshake(exception, run, text),
            ProbeStage.Connected or ProbeStage.Waiting => BeforeAnswer(exception, run, text),
            ProbeStage.Receiving or ProbeStage.Generating => InAnswer(exception, run, text),
        };
    }

    /// <summary>Whether the other side closed or reset the connection, or framed its answer longer than it was.</summary>
    public static bool IsLostConnection(Exception exception) =>
        Find<SocketException>(exception) is not null || HttpErrorOf(exception) is HttpRequestError.ResponseEnded
        || Find<IOException>(exception) is not (null or HttpIOException)
        || IsStreamReset(exception);

    /// <summary>Whether an HTTP/2 server gave the stream or the connection up; the other codes mean that it broke the protocol.</summary>
    private static bool IsStreamReset(Exception exception)
    {
        const int protocolError = 1, flowControlError = 3, frameSizeError = 6, compressionError = 9;
        return Find<HttpProtocolException>(exception) is { ErrorCode: not (protocolError or flowControlError or frameSizeError or compressionError) };
    }

    private static (ProbeErrorType Error, string Reason) InHandshake(Exception exception, ProbeRun run, string text) => run switch
    {
        { FirstWords.IsPlain: true } => (ProbeErrorType.Tls, $"the server does not speak TLS on this port (should the url begin with http?): it sent '{run.FirstWords}'"),
        { LacksClientCertificate: true } => (ProbeErrorType.Tls, $"TLS handshake failed: {text}; {WantsCertificate}"),
        _ => (OfHandshake(exception), $"TLS handshake failed: {text}"),
    };

    private const string WantsCertificate = "the server asked for a client certificate, and the probe has none (tls.cert_file)";

    private static (ProbeErrorType Error, string Reason) BeforeAnswer(Exception exception, ProbeRun run, string text) => run switch
    {
        { FirstWords.IsTlsAlert: true } => (ProbeErrorType.Tls, "the server speaks TLS on this port: the url must begin with https"),
        { FirstWords.IsHttp2: true } => (ProbeErrorType.Other, "the server speaks HTTP/2 alone on this port, as gRPC does, and the probe asked in HTTP/1.1"),
        // With TLS 1.3 the handshake is over for the client before the server has looked for its certificate.
        { LacksClientCertificate: true } when IsLostConnection(exception) => (ProbeErrorType.Tls, $"the connection was closed before an answer: {text}; {WantsCertificate}"),
        _ when IsLostConnection(exception) => (ProbeErrorType.ConnectionReset, $"the connection was closed before an answer: {text}"),
        _ => (ProbeErrorType.Other, $"no valid HTTP answer: {text}"),
    };

    private static (ProbeErrorType Error, string Reason) InAnswer(Exception exception, ProbeRun run, string text)
    {
        if (!IsLostConnection(exception))
        {
            return (ProbeErrorType.Other, $"no valid HTTP answer: {text}");
        }

        return run.Stream is null
            ? (ProbeErrorType.ConnectionReset, $"the connection was closed inside the answer: {text}")
            : (ProbeErrorType.StreamTruncated, $"the stream was cut after {ReasonText.Chunks(run.Stream.Chunks)}: {text}");
    }

    /// <summary>The resolver says "unknown" where this machine could not even ask: no file left to open, no memory.</summary>
    private static ProbeErrorType OfLookUp(Exception exception) =>
        Find<SocketException>(exception)?.SocketErrorCode is SocketError.SocketError ? ProbeErrorType.Other : ProbeErrorType.NameResolution;

    private static ProbeErrorType OfConnect(Exception exception) => Find<ProxyRefusedException>(exception) is not null ? ProbeErrorType.ConnectionRefused : OfSocket(exception);

    /// <summary>Whether it is a fault of this machine, not of the server: no file or port left, or forbidden by its own firewall or sandbox.</summary>
    private static bool IsOurs(Exception exception) => Find<SocketException>(exception)?.SocketErrorCode is
        SocketError.TooManyOpenSockets or SocketError.AddressNotAvailable or SocketError.NoBufferSpaceAvailable or SocketError.AccessDenied;

    private static ProbeErrorType OfSocket(Exception exception) => Find<SocketException>(exception)?.SocketErrorCode switch
    {
        SocketError.ConnectionReset => ProbeErrorType.ConnectionReset,
        SocketError.TimedOut => ProbeErrorType.TimeoutConnect,
        null => ProbeErrorType.Other,
        // Unreachable networks and hosts stand with the refusal: nobody took the connection.
        _ => ProbeErrorType.ConnectionRefused,
    };

    private static ProbeErrorType OfHandshake(Exception exception) =>
        Find<AuthenticationException>(exception) is null && Find<SocketException>(exception)?.SocketErrorCode is SocketError.ConnectionReset
            ? ProbeErrorType.ConnectionReset
            : ProbeErrorType.Tls;

    private static HttpRequestError? HttpErrorOf(Exception exception) =>
        Find<HttpIOException>(exception)?.HttpRequestError ?? (exception as HttpRequestException)?.HttpRequestError;

    /// <summary>The innermost message says what happened; the outer ones that something did.</summary>
    private static string Describe(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message.Replace($" ({nameof(HttpRequestError.ResponseEnded)})", string.Empty, StringComparison.Ordinal);
    }

    private static T? Find<T>(Exception exception)
        where T : Exception
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is T found)
            {
                return found;
            }
        }

        return null;
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Failures;

/// <summary>No connection, or one that does not last until the answer.</summary>
internal static class LostConnections
{
    private static readonly DateTimeOffset Long = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Failure> All =>
    [
        new("a name that does not exist", "connect_error name_resolution", "the name could not be resolved", () =>
            Failure.AskAsync(new Uri("http://does-not-exist.invalid"), ProbeBench.Http())),
        new("refuse", "connect_error connection_refused", "connect failed", RefuseAsync),
        new("reset before the request", "connect_error connection_reset", "TLS handshake failed", ResetInHandshakeAsync),
        Failure.Of("reset after the request", "protocol_error connection_reset", "closed before an answer", ProbeBench.Chat(), () => new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        })),
        Failure.Of("closed after the request", "protocol_error connection_reset", "closed before an answer", ProbeBench.Http(), () => new ScriptedServer(connection => connection.ReadRequestAsync())),
        Failure.Of("TLS expired", "connect_error tls", "NotTimeValid", ProbeBench.Http(), () => Securing(new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero))),
        Failure.Of("TLS wrong name", "connect_error tls", "is not for 127.0.0.1", ProbeBench.Http(), () => Securing(Long, "other.example")),
        Failure.Of("TLS self-signed", "connect_error tls", "UntrustedRoot: neither tls.ca_file nor", ProbeBench.Http(), () => Securing(Long)),
        Failure.Of("TLS unknown CA", "connect_error tls", "PartialChain: neither tls.ca_file nor", ProbeBench.Http(), () => new ScriptedServer(_ => Task.CompletedTask, TestCertificates.Issued(Long))),
        Failure.Of("TLS client certificate required", "connect_error tls", "asked for a client certificate, and the probe has none", Trusting, WantingCertificate),
        Failure.Of("TLS on the server's side alone", "connect_error tls", "the url must begin with https", ProbeBench.Http(), () => new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(new byte[] { 0x15, 3, 1, 0, 2, 2, 40 });
        })),
        Failure.Of("closed before a byte", "protocol_error connection_reset", "closed before an answer", ProbeBench.Http(), () => new ScriptedServer(_ => Task.CompletedTask)),
        new("TLS that the server does not speak", "connect_error tls", "it sent 'HTTP/1.1 400 Bad Request'", async () =>
        {
            await using var server = new ScriptedServer(async connection =>
            {
                await connection.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n");
                await connection.HoldAsync();
            });
            return await Failure.AskAsync(new Uri($"https://127.0.0.1:{server.Port}"), ProbeBench.Http());
        }),
    ];

    private static async Task<string> RefuseAsync()
    {
        // Bound and not listening: nobody else gets the port meanwhile.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return await Failure.AskAsync(new Uri($"http://{socket.LocalEndPoint}"), ProbeBench.Http());
    }

    private static async Task<string> ResetInHandshakeAsync()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadBytesAsync(1);
            connection.Reset();
        });
        return await Failure.AskAsync(new Uri($"https://127.0.0.1:{server.Port}"), ProbeBench.Http());
    }

    private static HttpProbeConfig Trusting => ProbeBench.Http() with { Client = new ClientConfig { Tls = new TlsClientConfig { SkipVerify = true } } };

    /// <summary>It looks for the certificate after the handshake, as servers do with TLS 1.3.</summary>
    private static ScriptedServer WantingCertificate() => new(
        _ => Task.CompletedTask,
        new SslServerAuthenticationOptions
        {
            ServerCertificate = TestCertificates.SelfSigned(Long),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, client, _, _) => client is not null,
        },
        IPAddress.Loopback);

    private static ScriptedServer Securing(DateTimeOffset notAfter, string name = "127.0.0.1") =>
        new(_ => Task.CompletedTask, TestCertificates.SelfSigned(notAfter, name));
}

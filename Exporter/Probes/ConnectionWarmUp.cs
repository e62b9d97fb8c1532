using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration.Client;
using Exporter.Probes.Transport;

namespace Exporter.Probes;

/// <summary>
/// Looks a name up and shakes hands with a stub on loopback before the first real probe that has to. The first TLS handshake of
/// a process loads the system's authorities and takes some 70 ms of compiling, which would stand in the first sample.
/// </summary>
internal static class ConnectionWarmUp
{
    private const int Rounds = 3;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);
    private static readonly Lazy<Task<bool>> Names = new(LookUpAsync);
    private static readonly Lazy<Task<bool>> Secure = new(ShakeHandsAsync);

    /// <summary>Ends when what a connection to the address takes is warm, or when it could not be warmed in time; never fails but by <paramref name="cancellationToken"/>.</summary>
    /// <returns>Whether all of it is warm.</returns>
    public static async Task<bool> OnceAsync(Uri address, CancellationToken cancellationToken)
    {
        var isWarm = address.HostNameType != UriHostNameType.Dns || await Names.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return (address.Scheme != Uri.UriSchemeHttps || await Secure.Value.WaitAsync(cancellationToken).ConfigureAwait(false)) && isWarm;
    }

    private static async Task<bool> LookUpAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            await new AddressLookup(IpProtocol.Any, fallback: false).FindAsync("localhost", bound.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception expected) when (expected is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> ShakeHandsAsync()
    {
        using var bound = new CancellationTokenSource(Bound);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        // Nobody vouches for the stub, so the authorities are gone through before it is taken all the same.
        using var connector = new ProbeConnector(new ClientConfig { Tls = new TlsClientConfig { SkipVerify = true } }, SslApplicationProtocol.Http11);
        try
        {
            using var certificate = SelfSigned();
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            for (var i = 0; i < Rounds; i++)
            {
                await Task.WhenAll(AnswerAsync(listener, certificate, bound.Token), AskAsync(connector, port, bound.Token)).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception expected) when (expected is SocketException or IOException or OperationCanceledException or CryptographicException or System.Security.Authentication.AuthenticationException)
        {
            // A host without loopback, or one too busy: the first sample is then a little slow, which is all.
            return false;
        }
    }

    private static async Task AskAsync(ProbeConnector connector, int port, CancellationToken cancellationToken)
    {
        var endPoint = new DnsEndPoint("127.0.0.1", port);
        var connection = await connector.OpenAsync(endPoint, secure: true, isHome: true, new ProbeRun(TimeProvider.System), cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await connection.WriteAsync("?"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            await connection.ReadExactlyAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AnswerAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false);
        var secure = new SslStream(client.GetStream());
        await using (secure.ConfigureAwait(false))
        {
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken).ConfigureAwait(false);
            await secure.ReadExactlyAsync(new byte[1], cancellationToken).ConfigureAwait(false);
            await secure.WriteAsync("!"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}

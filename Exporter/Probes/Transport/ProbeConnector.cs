using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration.Client;
using Exporter.Host.Sockets;

namespace Exporter.Probes.Transport;

/// <summary>Opens connections as the configuration says, step by step, and notes each step in the run: look-up, connect, TLS.</summary>
/// <param name="config">Address family, proxy and TLS.</param>
/// <param name="protocol">What is to be spoken inside TLS; null leaves it unsaid.</param>
internal sealed class ProbeConnector(ClientConfig config, SslApplicationProtocol? protocol) : IDisposable
{
    private readonly AddressLookup addresses = new(config.IpProtocol, config.IpProtocolFallback);
    private readonly TlsIdentity identity = new(config.Tls, protocol);

    /// <param name="endPoint">Name or literal address, and port.</param>
    /// <param name="secure">Whether to shake hands.</param>
    /// <param name="isHome">Whether it is the configured server: only that one gets our certificate and may answer for the configured name.</param>
    /// <param name="run">Its stage tells afterwards where a failure happened.</param>
    /// <exception cref="SocketException">Look-up or connect failed.</exception>
    /// <exception cref="ProxyRefusedException">The proxy opened no tunnel.</exception>
    /// <exception cref="AuthenticationException">The handshake or the certificate check failed, or a file for it.</exception>
    /// <exception cref="IOException">The connection was lost in the handshake.</exception>
    public async Task<Stream> OpenAsync(DnsEndPoint endPoint, bool secure, bool isHome, ProbeRun run, CancellationToken cancellationToken)
    {
        var tunnel = secure ? config.ProxyUrl : null;
        run.BeginResolve();
        var found = await addresses.FindAsync(tunnel?.IdnHost ?? endPoint.Host, cancellationToken).ConfigureAwait(false);
        run.BeginConnect();
        var socket = await ConnectAsync(found, tunnel?.Port ?? endPoint.Port, cancellationToken).ConfigureAwait(false);
        run.LocalPort = (socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (tunnel is not null)
            {
                await ProxyTunnel.OpenAsync(stream, endPoint, cancellationToken).ConfigureAwait(false);
            }

            if (secure)
            {
                run.BeginTls();
                stream = await SecureAsync(stream, identity.OptionsFor(endPoint.Host, isHome), run, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        run.ConnectionReady();
        return stream;
    }

    public void Dispose() => identity.Dispose();

    /// <summary>Tries the addresses in the given order; the last failure counts.</summary>
    private static async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], port), cancellationToken).ConfigureAwait(false);
                OwnConnections.Opened(socket);
                return socket;
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async Task<Stream> SecureAsync(Stream stream, SslClientAuthenticationOptions tls, ProbeRun run, CancellationToken cancellationToken)
    {
        var tap = new HandshakeTap(stream, run.Hear);
        var secure = new SslStream(tap, leaveInnerStreamOpen: false);
        string? objection = null;
        try
        {
            tls.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                run.CertificateExpiry = EarliestExpiry(certificate, chain);
                objection = config.Tls?.SkipVerify == true ? null : CertificateObjection.Of(errors, chain, tls.TargetHost!);
                return objection is null;
            };
            if (tls.ClientCertificateContext is null)
            {
                // Asked once before the handshake, without the server's certificate; and again only when the server wants one.
                tls.LocalCertificateSelectionCallback = (_, _, _, server, _) =>
                {
                    run.LacksClientCertificate |= server is not null;
                    return null!;
                };
            }

            await secure.AuthenticateAsClientAsync(tls, cancellationToken).ConfigureAwait(false);
            tap.End();
            return secure;
        }
        catch (AuthenticationException) when (objection is not null)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw new AuthenticationException(objection);
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static DateTimeOffset? EarliestExpiry(X509Certificate? certificate, X509Chain? chain)
    {
        var expiries = (chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            .Select(element => element.Certificate)
            .Append(certificate as X509Certificate2)
            .OfType<X509Certificate2>()
            .Select(c => new DateTimeOffset(c.NotAfter.ToUniversalTime(), TimeSpan.Zero));
        return expiries.Cast<DateTimeOffset?>().Min();
    }
}

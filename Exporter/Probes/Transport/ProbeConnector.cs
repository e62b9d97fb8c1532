using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Exporter.Probes.Transport;

/// <summary>Opens a connection step by step and notes each step in the run: look-up, connect, TLS.</summary>
internal static class ProbeConnector
{
    /// <param name="endPoint">Name or literal address, and port.</param>
    /// <param name="tls">How to shake hands; null means not at all. The certificate is checked against its target host.</param>
    /// <param name="run">Its stage tells afterwards where a failure happened.</param>
    /// <exception cref="SocketException">Look-up or connect failed.</exception>
    /// <exception cref="AuthenticationException">The handshake or the certificate check failed.</exception>
    /// <exception cref="IOException">The connection was lost in the handshake.</exception>
    public static async Task<Stream> OpenAsync(DnsEndPoint endPoint, SslClientAuthenticationOptions? tls, ProbeRun run, CancellationToken cancellationToken)
    {
        run.BeginResolve();
        var addresses = await ResolveAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
        run.BeginConnect();
        Stream stream = new NetworkStream(await ConnectAsync(addresses, endPoint.Port, cancellationToken).ConfigureAwait(false), ownsSocket: true);
        if (tls is not null)
        {
            run.BeginTls();
            stream = await SecureAsync(stream, tls, run, cancellationToken).ConfigureAwait(false);
        }

        run.ConnectionReady();
        return stream;
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Tries the addresses in the resolver's order; the last failure counts.</summary>
    private static async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], port), cancellationToken).ConfigureAwait(false);
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

    private static async Task<Stream> SecureAsync(Stream stream, SslClientAuthenticationOptions tls, ProbeRun run, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        string? objection = null;
        try
        {
            tls.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                run.CertificateExpiry = EarliestExpiry(certificate, chain);
                objection = CertificateObjection.Of(errors, chain, tls.TargetHost!);
                return objection is null;
            };
            await secure.AuthenticateAsClientAsync(tls, cancellationToken).ConfigureAwait(false);
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

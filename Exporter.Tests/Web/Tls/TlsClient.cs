using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Exporter.Tests.Web.Support;

namespace Exporter.Tests.Web.Tls;

/// <summary>Clients of a server with a certificate of a <see cref="TestAuthority"/>.</summary>
internal static class TlsClient
{
    public static HttpClient Trusting(TestAuthority authority, X509Certificate2? own = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority.Certificate);
        handler.SslOptions.CertificateChainPolicy = policy;
        if (own is not null)
        {
            // Sent whatever authorities the server names: it is the server's refusal that is tested.
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        }

        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
    }

    public static async Task<SslStream> ShakeHandsAsync(ServerUnderTest server, SslClientAuthenticationOptions options)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.EndPoint);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false);
        options.TargetHost = "127.0.0.1";
#pragma warning disable CA5359 // What the server shows is what is looked at, not whether it is trusted.
        options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        try
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await stream.AuthenticateAsClientAsync(options, bound.Token);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}

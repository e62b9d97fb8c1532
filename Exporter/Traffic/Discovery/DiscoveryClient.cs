using System.Net;
using System.Text;

namespace Exporter.Traffic.Discovery;

/// <summary>Sends GETs and nothing else, each on a connection of its own, with no cookies, credentials or redirects.</summary>
internal sealed class DiscoveryClient(DiscoveryOptions options, TimeProvider time) : IDisposable
{
    /// <summary>The lists and schemas that are looked for are shorter; of metrics the beginning is enough.</summary>
    private const int LongestBody = 1 << 20;

    private readonly HttpMessageInvoker invoker = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 64,
        PooledConnectionLifetime = TimeSpan.Zero,
        ResponseDrainTimeout = TimeSpan.Zero,
        UseCookies = false,
        UseProxy = false,

        // Whom the certificate names is not asked here, and nothing secret is sent.
        SslOptions = new() { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
    });

    /// <returns>Null where no answer of HTTP came in time.</returns>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task<DiscoveryAnswer?> GetAsync(Uri baseAddress, string path, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(baseAddress, path));
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent.Discovery);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        try
        {
            using var answer = await invoker.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = await ReadAsync(answer, either.Token).ConfigureAwait(false);
            var server = answer.Headers.TryGetValues("Server", out var values) ? string.Join(' ', values) : "";
            return new DiscoveryAnswer((int)answer.StatusCode, server, body);
        }
        catch (Exception lost) when (!cancellationToken.IsCancellationRequested && lost is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    public void Dispose() => invoker.Dispose();

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var body = new byte[16 * 1024];
        var length = 0;
        while (length < LongestBody)
        {
            if (length == body.Length)
            {
                Array.Resize(ref body, body.Length * 2);
            }

            var read = await stream.ReadAsync(body.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.UTF8.GetString(body, 0, length);
    }
}

using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Exporter.Host.Sockets;
using Exporter.Traffic.Logs;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>
/// Asks one server for its metrics, each time on a connection of its own: a kept one would hold the only worker of a server
/// with one, and stale ones look like failures. No cookies, no proxy, no decompression.
/// </summary>
/// <remarks>One question at a time.</remarks>
internal sealed class ServerClient : IDisposable
{
    private const int MaxRedirects = 3;
    private const int ChunkBytes = 32 * 1024;
    private const string Accepted = "text/plain;version=0.0.4;q=1,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1";

    private readonly ServerMetricsTarget target;
    private readonly IServerTls? tls;
    private readonly TimeProvider time;
    private readonly Action<OwnRequest>? sent;
    private readonly ArrayBufferWriter<byte> body = new();

    private bool OwnsHandshake => tls is not null && target.Url.Scheme == Uri.UriSchemeHttps;

    /// <param name="sent">Told of every question, before it is written: it is no user's; null where nobody asks.</param>
    public ServerClient(ServerMetricsTarget target, IServerTls? tls, TimeProvider time, Action<OwnRequest>? sent = null)
    {
        this.sent = sent;
        this.target = target;
        this.tls = tls;
        this.time = time;
    }

    /// <param name="address">Of the target's server.</param>
    /// <returns>A body that is good until the next question.</returns>
    /// <exception cref="OperationCanceledException">The token fired; never for the time-out.</exception>
    public async Task<ServerAnswer> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(target.Relay.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await AskWithinAsync(address, either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return ServerAnswer.Bad(ScrapeFailureReason.Timeout, "no whole answer in time");
        }
        catch (Exception lost) when (!cancellationToken.IsCancellationRequested && lost is HttpRequestException or IOException or SocketException or AuthenticationException)
        {
            var isTls = lost is AuthenticationException || lost.InnerException is AuthenticationException;
            return ServerAnswer.Bad(isTls ? ScrapeFailureReason.Tls : ScrapeFailureReason.Connection, lost.InnerException?.Message ?? lost.Message);
        }
    }

    public void Dispose() => tls?.Dispose();

    private async Task<ServerAnswer> AskWithinAsync(Uri address, CancellationToken cancellationToken)
    {
        if (!TryResolveCredentials(out var credentials, out var problem))
        {
            return ServerAnswer.Bad(ScrapeFailureReason.Credentials, problem);
        }

        using var invoker = new HttpMessageInvoker(CreateHandler());
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(address, credentials);
            using var answer = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return await ReadAsync(answer, cancellationToken).ConfigureAwait(false);
            }

            // Mounted applications send /metrics to /metrics/.
            if (RedirectOf(answer, address) is not { } next || redirects == MaxRedirects)
            {
                return ServerAnswer.Bad(ScrapeFailureReason.HttpStatus, $"status {(int)answer.StatusCode}");
            }

            address = next;
        }
    }

    private async Task<ServerAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var limit = target.Relay.MaxBytes;
        body.ResetWrittenCount();
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (answer.Content.Headers.ContentLength is not { } length || length <= limit)
        {
            var read = await stream.ReadAsync(body.GetMemory(ChunkBytes), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return ServerAnswer.Good(body.WrittenMemory);
            }

            body.Advance(read);
            if (body.WrittenCount > limit)
            {
                break;
            }
        }

        return ServerAnswer.Bad(ScrapeFailureReason.TooLarge, $"more than {limit} bytes");
    }

    private HttpRequestMessage Request(Uri address, string? credentials)
    {
        // The handler would shake hands for the url's name, whatever the options say; so our own connection does it.
        var plain = OwnsHandshake ? new UriBuilder(address) { Scheme = Uri.UriSchemeHttp, Port = address.Port }.Uri : address;
        var request = new HttpRequestMessage(HttpMethod.Get, plain);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent.Relay);
        request.Headers.TryAddWithoutValidation("Accept", Accepted);
        request.Headers.ConnectionClose = true;
        if (credentials is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", credentials);
        }

        return request;
    }

    /// <summary>Only on the same server: credentials and trust are for that one.</summary>
    private static Uri? RedirectOf(HttpResponseMessage answer, Uri address)
    {
        if ((int)answer.StatusCode is not (301 or 302 or 307 or 308) || answer.Headers.Location is not { } location)
        {
            return null;
        }

        var next = new Uri(address, location);
        return next.GetLeftPart(UriPartial.Authority) == address.GetLeftPart(UriPartial.Authority) ? next : null;
    }

    private bool TryResolveCredentials(out string? header, out string problem)
    {
        (header, problem) = (null, "");
        var relay = target.Relay;
        if ((relay.Authorization?.Credentials ?? relay.BasicAuth?.Password) is not { } place)
        {
            return true;
        }

        try
        {
            var secret = place.Resolve();
            header = relay.Authorization is { } authorization
                ? $"{authorization.Type} {secret}"
                : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{relay.BasicAuth!.Username}:{secret}"))}";
            return true;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            problem = missing.Message;
            return false;
        }
    }

    /// <summary>Every question has a connection of its own, so with it the question is known.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var stream = await OwnConnections.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        var port = (stream as NetworkStream)?.Socket.LocalEndPoint is IPEndPoint end ? end.Port : 0;
        sent?.Invoke(new OwnRequest(port, "GET", context.InitialRequestMessage.RequestUri!.PathAndQuery, static () => null));
        return OwnsHandshake ? await SecureAsync(stream, context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false) : stream;
    }

    private SocketsHttpHandler CreateHandler()
    {
        return new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.Zero,
            ResponseDrainTimeout = TimeSpan.Zero,
            UseCookies = false,
            UseProxy = false,
        };
    }

    private async Task<Stream> SecureAsync(Stream connection, string host, CancellationToken cancellationToken)
    {
        var secure = new SslStream(connection);
        try
        {
            await secure.AuthenticateAsClientAsync(tls!.OptionsFor(host), cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

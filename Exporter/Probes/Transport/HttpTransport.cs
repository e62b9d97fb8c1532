using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Transport;

/// <summary>
/// One probe's HTTP client: nothing between the probe and the server that a user would not have either. No cookies and no
/// decompression; a proxy and redirects only where the configuration says so; a connection of its own for each request unless
/// it keeps them.
/// </summary>
/// <remarks>One exchange at a time.</remarks>
internal sealed class HttpTransport : IDisposable
{
    private const int MaxResponseHeadersKiB = 64;
    private static readonly HttpRequestOptionsKey<ProbeRun> RunKey = new("probe-run");
    private static readonly HttpRequestOptionsKey<CancellationToken> TokenKey = new("probe-token");

    private static readonly HttpRequestOptionsKey<bool> IsHomeKey = new("probe-is-home");

    private readonly HttpMessageInvoker invoker;
    private readonly ClientConfig client;
    private readonly ProbeConnector connector;
    private readonly bool keepsConnections;
    private readonly bool isHttp2;
    private readonly Dictionary<string, DateTimeOffset> certificateExpiries = [];
    private volatile ProbeRun? current;
    private volatile HttpRequestMessage? unwritten;

    /// <param name="config">How the server is reached, and whether connections are kept.</param>
    /// <param name="isHttp2">Whether HTTP/2 is spoken, and nothing else.</param>
    public HttpTransport(ProbeConfig config, bool isHttp2 = false)
    {
        client = config.Client;
        this.isHttp2 = isHttp2;
        connector = new ProbeConnector(client, isHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11);
        keepsConnections = config.Connection == ConnectionMode.Reuse;
        invoker = new HttpMessageInvoker(CreateHandler());
    }

    /// <summary>Sends what <paramref name="build"/> makes and lets <paramref name="judge"/> read the answer; a lost connection becomes a failure with a name.</summary>
    /// <param name="build">Makes the request, complete with its body; called again when a kept connection turns out to be stale.</param>
    public Task<ProbeResult> ExchangeAsync(ProbeRun run, Func<HttpRequestMessage> build, AnswerJudge judge, CancellationToken cancellationToken) =>
        ExchangeAsync(run, run.Begin, run.Retry, build, judge, cancellationToken);

    /// <summary>The same for a further request of a probe whose question takes several: the clock runs on.</summary>
    public Task<ProbeResult> ContinueAsync(ProbeRun run, Func<HttpRequestMessage> build, AnswerJudge judge, CancellationToken cancellationToken) =>
        ExchangeAsync(run, run.Continue, run.Continue, build, judge, cancellationToken);

    public void Dispose()
    {
        invoker.Dispose();
        connector.Dispose();
    }

    private async Task<ProbeResult> ExchangeAsync(
        ProbeRun run, Action begin, Action retry, Func<HttpRequestMessage> build, AnswerJudge judge, CancellationToken cancellationToken)
    {
        try
        {
            return await TryExchangeAsync(run, begin, build, judge, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception lost) when (IsConnectionFailure(lost) && IsStaleConnection(lost, run) && !cancellationToken.IsCancellationRequested)
        {
            // The server closed a kept connection in the moment we used it. Every client meets that and asks again; it is no failure.
        }
        catch (Exception lost) when (IsConnectionFailure(lost))
        {
            return Judge(lost, run, cancellationToken);
        }

        try
        {
            return await TryExchangeAsync(run, retry, build, judge, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception lost) when (IsConnectionFailure(lost))
        {
            return Judge(lost, run, cancellationToken);
        }
    }

    private async Task<ProbeResult> TryExchangeAsync(ProbeRun run, Action begin, Func<HttpRequestMessage> build, AnswerJudge judge, CancellationToken cancellationToken)
    {
        var visited = new List<int>();
        for (Uri? elsewhere = null; ;)
        {
            using var request = build();
            request.Options.Set(RunKey, run);
            request.Options.Set(TokenKey, cancellationToken);
            request.Options.Set(IsHomeKey, elsewhere is null || Redirect.IsSameOrigin(request.RequestUri!, elsewhere));
            if (elsewhere is not null)
            {
                Redirect.Apply(request, elsewhere, visited);
            }

            current = run;
            ProbeTranscript.Current?.Sent(request);
            begin();
            unwritten = request;
            using var answer = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            run.HeadersReceived((int)answer.StatusCode);
            RememberCertificate(run, request.RequestUri!);
            run.RetryAfter = answer.Headers.RetryAfter?.ToString();
            ProbeTranscript.Current?.Received(answer);
            elsewhere = client.FollowRedirects ? Redirect.AddressOf(answer, request.RequestUri!) : null;
            if (elsewhere is null)
            {
                return await JudgeAsync(run, request.RequestUri!, answer, judge, cancellationToken).ConfigureAwait(false);
            }

            visited.Add((int)answer.StatusCode);
            if (visited.Count > Redirect.Most)
            {
                return run.Fail(ProbeErrorType.Other, $"more than {Redirect.Most} redirects; the last leads to {elsewhere.GetLeftPart(UriPartial.Path)}");
            }

            begin = run.Redirected;
        }
    }

    private async Task<ProbeResult> JudgeAsync(ProbeRun run, Uri address, HttpResponseMessage answer, AnswerJudge judge, CancellationToken cancellationToken)
    {
        var isSecure = address.Scheme == Uri.UriSchemeHttps;
        if (isSecure ? client.FailIfSsl : client.FailIfNotSsl)
        {
            return run.Fail(ProbeErrorType.Assertion, isSecure ? "the answer came over TLS (fail_if_ssl)" : "the answer came without TLS (fail_if_not_ssl)");
        }

        if (WrongLength(answer) is { } length)
        {
            return run.Fail(ProbeErrorType.Other, $"no valid HTTP answer: Content-Length is '{length}'");
        }

        var body = new AnswerTap(await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), run.AnswerRead);
        await using (body.ConfigureAwait(false))
        {
            return await judge(answer, body, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A length that no client could read by; ours would read to the end of the connection, or believe the first of two. Null where there is none.</summary>
    private static string? WrongLength(HttpResponseMessage answer) =>
        answer.Content.Headers.NonValidated.TryGetValues("Content-Length", out var values) && answer.Headers.TransferEncodingChunked != true
        && values.Any(value => !ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) || value != values.First())
            ? values.ToString()
            : null;

    private static ProbeResult Judge(Exception lost, ProbeRun run, CancellationToken cancellationToken)
    {
        // A cancelled read may surface as a broken connection: whose token fired decides, not which exception won.
        cancellationToken.ThrowIfCancellationRequested();
        var (error, reason) = TransportFailure.Classify(lost, run);
        return run.Fail(error, reason);
    }

    private static bool IsConnectionFailure(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or AuthenticationException;

    private bool IsStaleConnection(Exception lost, ProbeRun run) =>
        keepsConnections && !run.OpenedConnection && run.Stage < ProbeStage.Receiving && TransportFailure.IsLostConnection(lost);

    private SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = ConnectAsync,
        MaxResponseHeadersLength = MaxResponseHeadersKiB,
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(Tap(context)),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        PooledConnectionLifetime = keepsConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
        // A stream is left at its last event: a connection of one use is closed at once, a kept one is read to its end.
        ResponseDrainTimeout = keepsConnections ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
        UseCookies = false,
        // Only for http; a tunnel for https is our own to open and to time.
        UseProxy = client.ProxyUrl is not null,
        Proxy = client.ProxyUrl is { } proxy ? new PlainProxy(proxy) : null,
    };

    private ConnectionTap Tap(SocketsHttpPlaintextStreamFilterContext context)
    {
        context.InitialRequestMessage.Options.TryGetValue(RunKey, out var opener);
        var port = opener?.LocalPort ?? 0;
        return new ConnectionTap(context.PlaintextStream, () => BeginWriting(port), () => current?.RequestWritten(), Hear);
    }

    private void Hear(ReadOnlySpan<byte> bytes)
    {
        // HTTP/2 begins with the same words on every connection; its client says itself what it did not understand.
        if (!isHttp2)
        {
            current?.Hear(bytes);
        }
    }

    /// <summary>The certificate of a kept connection was shown to the probe that opened it, and holds for those after it.</summary>
    private void RememberCertificate(ProbeRun run, Uri address)
    {
        if (run.CertificateExpiry is { } expiry)
        {
            certificateExpiries[address.Authority] = expiry;
        }
        else if (keepsConnections && address.Scheme == Uri.UriSchemeHttps && certificateExpiries.TryGetValue(address.Authority, out var known))
        {
            run.CertificateExpiry = known;
        }
    }

    /// <summary>The first write of a request tells of it, before its server can know of it.</summary>
    private void BeginWriting(int localPort)
    {
        if (unwritten is { } request)
        {
            unwritten = null;
            current?.Asks(localPort, request.Method.Method, request.RequestUri!.PathAndQuery);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // The handler lets a connect outlive its request; ours ends with the probe.
        var request = context.InitialRequestMessage;
        request.Options.TryGetValue(TokenKey, out var probeToken);
        request.Options.TryGetValue(RunKey, out var run);
        request.Options.TryGetValue(IsHomeKey, out var isHome);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, probeToken);
        var secure = request.RequestUri!.Scheme == Uri.UriSchemeHttps;
        return await connector.OpenAsync(context.DnsEndPoint, secure, isHome, run!, either.Token).ConfigureAwait(false);
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration;

namespace Exporter.Probes.Transport;

/// <summary>
/// One probe's HTTP client: nothing between the probe and the server that a user would not have either. No proxy, cookies,
/// redirects or decompression; a connection of its own for each request unless the configuration keeps them.
/// </summary>
/// <remarks>One exchange at a time.</remarks>
internal sealed class HttpTransport : IDisposable
{
    private const int MaxResponseHeadersKiB = 64;
    private static readonly HttpRequestOptionsKey<ProbeRun> RunKey = new("probe-run");
    private static readonly HttpRequestOptionsKey<CancellationToken> TokenKey = new("probe-token");

    private readonly HttpMessageInvoker invoker;
    private readonly bool keepsConnections;
    private readonly X509ChainPolicy? trust;
    private volatile ProbeRun? current;

    /// <param name="trust">Whose certificates are believed; null means those of the system.</param>
    public HttpTransport(ConnectionMode connection, X509ChainPolicy? trust = null)
    {
        this.trust = trust;
        keepsConnections = connection == ConnectionMode.Reuse;
        invoker = new HttpMessageInvoker(CreateHandler());
    }

    /// <summary>Sends what <paramref name="build"/> makes and lets <paramref name="judge"/> read the answer; a lost connection becomes a failure with a name.</summary>
    /// <param name="build">Makes the request, complete with its body; called again when a kept connection turns out to be stale.</param>
    public Task<ProbeResult> ExchangeAsync(ProbeRun run, Func<HttpRequestMessage> build, AnswerJudge judge, CancellationToken cancellationToken) =>
        ExchangeAsync(run, run.Begin, run.Retry, build, judge, cancellationToken);

    /// <summary>The same for a further request of a probe whose question takes several: the clock runs on.</summary>
    public Task<ProbeResult> ContinueAsync(ProbeRun run, Func<HttpRequestMessage> build, AnswerJudge judge, CancellationToken cancellationToken) =>
        ExchangeAsync(run, run.Continue, run.Continue, build, judge, cancellationToken);

    public void Dispose() => invoker.Dispose();

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
        using var request = build();
        request.Options.Set(RunKey, run);
        request.Options.Set(TokenKey, cancellationToken);
        current = run;
        begin();
        using var answer = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        run.HeadersReceived((int)answer.StatusCode);
        var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await judge(answer, body, cancellationToken).ConfigureAwait(false);
    }

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
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new ConnectionTap(context.PlaintextStream, () => current?.RequestWritten())),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        PooledConnectionLifetime = keepsConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
        // A stream is left at its last event: a connection of one use is closed at once, a kept one is read to its end.
        ResponseDrainTimeout = keepsConnections ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
        UseCookies = false,
        UseProxy = false,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // The handler lets a connect outlive its request; ours ends with the probe.
        var request = context.InitialRequestMessage;
        request.Options.TryGetValue(TokenKey, out var probeToken);
        request.Options.TryGetValue(RunKey, out var run);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, probeToken);
        var tls = request.RequestUri!.Scheme == Uri.UriSchemeHttps ? TlsOptionsFor(context.DnsEndPoint.Host) : null;
        return await ProbeConnector.OpenAsync(context.DnsEndPoint, tls, run!, either.Token).ConfigureAwait(false);
    }

    private SslClientAuthenticationOptions TlsOptionsFor(string host) => new()
    {
        TargetHost = host,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        CertificateChainPolicy = trust,
    };
}

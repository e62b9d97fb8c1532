using System.Globalization;
using System.Net;
using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Probes.Transport;
using Google.Protobuf;

namespace Exporter.Probes.Grpc;

/// <summary>
/// Unary calls over HTTP/2, in the clear by prior knowledge or inside TLS. As with other probes each call has a connection of
/// its own unless the configuration keeps them.
/// </summary>
internal sealed class GrpcClient : IDisposable
{
    private readonly TargetConfig target;
    private readonly ProbeConfig config;
    private readonly HttpTransport? kept;
    private readonly string deadline;

    /// <param name="port">Where gRPC is served; null means at the target's url.</param>
    public GrpcClient(TargetConfig target, ProbeConfig config, int? port)
    {
        this.target = port is { } other ? target with { Url = new UriBuilder(target.Url) { Port = other }.Uri } : target;
        // A pool that never keeps one would leave its HTTP/2 connection open until the next call; ours ends with the call.
        this.config = config with { Connection = ConnectionMode.Reuse };
        kept = config.Connection == ConnectionMode.Reuse ? new HttpTransport(config, isHttp2: true) : null;
        deadline = string.Create(CultureInfo.InvariantCulture, $"{config.Timeout.TotalMilliseconds:0}m");
    }

    /// <param name="method">Such as <c>/package.Service/Method</c>.</param>
    /// <param name="request">The framed message; see <see cref="GrpcFrame.Of"/>.</param>
    /// <param name="judge">Makes the result of an answer that came whole and with status OK.</param>
    public async Task<ProbeResult> CallAsync<TAnswer>(
        ProbeRun run, string method, byte[] request, MessageParser<TAnswer> parser, string? credentials, Func<TAnswer, ProbeResult> judge, CancellationToken cancellationToken)
        where TAnswer : IMessage<TAnswer>
    {
        var requests = new RequestBuilder(target, config, method);
        Task<ProbeResult> Ask(HttpTransport transport) => transport.ExchangeAsync(
            run,
            () => Build(requests, request, credentials),
            (answer, body, token) => JudgeAsync(run, answer, body, parser, judge, token),
            cancellationToken);
        if (kept is not null)
        {
            return await Ask(kept).ConfigureAwait(false);
        }

        using var own = new HttpTransport(config, isHttp2: true);
        return await Ask(own).ConfigureAwait(false);
    }

    public void Dispose() => kept?.Dispose();

    private HttpRequestMessage Build(RequestBuilder requests, byte[] frame, string? credentials)
    {
        var request = requests.Build(HttpMethod.Post, frame, "application/grpc", credentials);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        // Proxies that drop trailers say so by dropping this; servers refuse a call without it.
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        request.Headers.TryAddWithoutValidation("grpc-accept-encoding", "identity");
        request.Headers.TryAddWithoutValidation("grpc-timeout", deadline);
        return request;
    }

    private async Task<ProbeResult> JudgeAsync<TAnswer>(
        ProbeRun run, HttpResponseMessage answer, Stream body, MessageParser<TAnswer> parser, Func<TAnswer, ProbeResult> judge, CancellationToken cancellationToken)
        where TAnswer : IMessage<TAnswer>
    {
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return await ErrorAnswer.JudgeAsync(run, answer, body, cancellationToken).ConfigureAwait(false);
        }

        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (mediaType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true)
        {
            return run.Fail(ProbeErrorType.Other, $"the answer is not of gRPC but of type '{mediaType}'");
        }

        var reading = await GrpcFrame.ReadAsync(body, config.BodySizeLimitBytes, cancellationToken).ConfigureAwait(false);
        // The status says more than a message that is missing or cut; one that was not read to its end has none.
        if ((GrpcStatus.Read(answer.TrailingHeaders) ?? GrpcStatus.Read(answer.Headers)) is { IsOk: false } status)
        {
            return GrpcStatusTable.Judge(run, status);
        }

        if (reading.Error is { } error)
        {
            return run.Fail(error, reading.Reason);
        }

        if (GrpcStatus.Read(answer.TrailingHeaders) is null && GrpcStatus.Read(answer.Headers) is null)
        {
            return run.Fail(ProbeErrorType.StreamTruncated, "the answer ended without grpc-status");
        }

        return reading.Message is { } message ? JudgeMessage(run, message, parser, judge) : run.Fail(ProbeErrorType.Other, "the server answered OK without a message");
    }

    private static ProbeResult JudgeMessage<TAnswer>(ProbeRun run, byte[] message, MessageParser<TAnswer> parser, Func<TAnswer, ProbeResult> judge)
        where TAnswer : IMessage<TAnswer>
    {
        TAnswer answer;
        try
        {
            answer = parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException wrong)
        {
            return run.Fail(ProbeErrorType.Other, $"the message is no {typeof(TAnswer).Name}: {wrong.Message}");
        }

        return judge(answer);
    }
}

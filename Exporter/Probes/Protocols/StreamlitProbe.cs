using System.Net.WebSockets;
using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;
using Exporter.Probes.Protocols.Streamlit;
using Exporter.Probes.Protocols.Streamlit.Wire;
using Exporter.Probes.Transport;
using Google.Protobuf;

namespace Exporter.Probes.Protocols;

/// <summary>
/// Probe <c>streamlit</c>: visits the page of a Streamlit app as a browser does, types the prompt and reads the answer. The
/// health page of such an app says nothing of its script, and a script that fails ends successfully.
/// </summary>
internal sealed class StreamlitProbe(TargetConfig target, StreamlitProbeConfig config) : IProbe
{
    private static readonly MessageParser<ForwardMsg> Messages = ForwardMsg.Parser.WithDiscardUnknownFields(true);

    private readonly HttpTransport transport = new(config with { Connection = ConnectionMode.New });
    private readonly HealthLook? health = HealthLook.Of(target, config, config.HealthPath);
    private readonly RequestBuilder requests = new(target, config, config.Path);
    private readonly TextExpectation expectation = new(config.Expect);

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.Streamlit, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        if (!Credentials.TryResolve(config, run, out var credentials, out var failure))
        {
            return failure!;
        }

        if (health is not null && await health.ObjectionAsync(transport, run, credentials, cancellationToken).ConfigureAwait(false) is { } unwell)
        {
            return unwell;
        }

        var upgrade = new WebSocketUpgrade();
        return await transport.ExchangeAsync(
            run,
            () => upgrade.Ask(requests.Build(HttpMethod.Get, null, "application/octet-stream", credentials), "streamlit"),
            (answer, body, token) => JudgeAsync(run, upgrade, answer, body, token),
            cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => transport.Dispose();

    private async Task<ProbeResult> JudgeAsync(ProbeRun run, WebSocketUpgrade upgrade, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        if ((int)answer.StatusCode >= 400)
        {
            return await ErrorAnswer.JudgeAsync(run, answer, body, cancellationToken).ConfigureAwait(false);
        }

        if (upgrade.Objection(answer) is { } objection)
        {
            // A Streamlit server answers every path that it does not know with its page and status 200.
            return run.Fail(ProbeErrorType.Other, $"no WebSocket of a Streamlit app: {objection}");
        }

        using var socket = WebSocket.CreateFromStream(body, new WebSocketCreationOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        using var reader = new WebSocketReader(socket, run.Time, config.BodySizeLimitBytes);
        var conversation = new StreamlitConversation(config, run);
        try
        {
            return await VisitAsync(run, conversation, socket, reader, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException lost)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Lost(run, conversation, lost);
        }
        catch (InvalidProtocolBufferException)
        {
            return run.Fail(ProbeErrorType.Other, "a message of the server is none of Streamlit");
        }
    }

    private async Task<ProbeResult> VisitAsync(
        ProbeRun run, StreamlitConversation conversation, WebSocket socket, WebSocketReader reader, CancellationToken cancellationToken)
    {
        await SendAsync(socket, StreamlitWidgets.FirstRun, cancellationToken).ConfigureAwait(false);
        while (!conversation.IsLoaded)
        {
            if (await ReadAsync(run, conversation, reader, cancellationToken).ConfigureAwait(false) is { } failed)
            {
                return failed;
            }
        }

        var question = conversation.Ask(out var failure);
        if (failure is not null)
        {
            return failure;
        }

        run.ExpectsStream = true;
        run.BeginStream(asked: run.Time.GetTimestamp());
        await SendAsync(socket, question, cancellationToken).ConfigureAwait(false);
        while (!conversation.IsAnswered)
        {
            if (await ReadAsync(run, conversation, reader, cancellationToken).ConfigureAwait(false) is { } failed)
            {
                return failed;
            }
        }

        var result = conversation.JudgeSilence() ?? (expectation.Violation(conversation.Text) is { } wrong ? run.Fail(ProbeErrorType.Assertion, wrong) : run.Succeed());
        await CloseAsync(socket, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Says goodbye, so that the server drops the session at once instead of keeping it for a page that might come back. The verdict stands without it.</summary>
    private static async Task CloseAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException)
        {
            // The server was faster, or the time is over.
        }
    }

    private async Task<ProbeResult?> ReadAsync(ProbeRun run, StreamlitConversation conversation, WebSocketReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false) switch
        {
            WebSocketItem.Binary => conversation.Take(Messages.ParseFrom(reader.Message.Span), reader.Timestamp),
            WebSocketItem.Text => run.Fail(ProbeErrorType.Other, "a message of the server is text and so none of Streamlit"),
            WebSocketItem.Closed => Lost(run, conversation, null),
            WebSocketItem.TooLarge => run.Fail(ProbeErrorType.BodyTooLarge, $"after {reader.BytesRead} bytes the visit was over its limit of {config.BodySizeLimitBytes} bytes"),
        };

    private static ValueTask SendAsync(WebSocket socket, byte[] message, CancellationToken cancellationToken) =>
        socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    private static ProbeResult Lost(ProbeRun run, StreamlitConversation conversation, WebSocketException? lost)
    {
        if (lost is { WebSocketErrorCode: not WebSocketError.ConnectionClosedPrematurely, InnerException: null })
        {
            return run.Fail(ProbeErrorType.Other, $"no valid WebSocket message: {lost.Message}");
        }

        var when = conversation.IsLoaded ? $"after {ReasonText.Chunks(run.Stream?.Chunks ?? 0)} of the answer" : "while the page was loading";
        return run.Fail(ProbeErrorType.StreamTruncated, $"the server closed the connection {when}, before the script had ended");
    }
}

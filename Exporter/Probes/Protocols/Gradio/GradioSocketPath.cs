using System.Net.WebSockets;
using System.Text;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>The queue of Gradio 3: a WebSocket for each call, on which the app asks for the session and, when the turn has come, for the arguments.</summary>
internal static class GradioSocketPath
{
    public static async Task<ProbeResult> AskAsync(GradioCall call, CancellationToken cancellationToken)
    {
        var upgrade = new WebSocketUpgrade();
        var request = call.Get("/queue/join");
        return await call.Transport.ExchangeAsync(
            call.Run,
            () => upgrade.Ask(request(), subprotocol: null),
            (answer, body, token) => JudgeAsync(call, upgrade, answer, body, token),
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ProbeResult> JudgeAsync(GradioCall call, WebSocketUpgrade upgrade, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        if ((int)answer.StatusCode >= 400)
        {
            return await ErrorAnswer.JudgeAsync(call.Run, answer, body, cancellationToken).ConfigureAwait(false);
        }

        if (upgrade.Objection(answer) is { } objection)
        {
            return call.Run.Fail(ProbeErrorType.Other, $"no WebSocket of a Gradio queue: {objection}");
        }

        call.Run.BeginStream();
        var messages = new GradioQueueMessages(call.Run, call.App, call.Function, call.Config.Output);
        using var socket = WebSocket.CreateFromStream(body, new WebSocketCreationOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        using var reader = new WebSocketReader(socket, call.Run.Time, call.Config.BodySizeLimitBytes);
        try
        {
            while (messages.Outputs is null)
            {
                if (await ReadAsync(call, messages, socket, reader, cancellationToken).ConfigureAwait(false) is { } failure)
                {
                    return failure;
                }
            }
        }
        catch (WebSocketException lost)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return lost is { WebSocketErrorCode: not WebSocketError.ConnectionClosedPrematurely, InnerException: null }
                ? call.Run.Fail(ProbeErrorType.Other, $"no valid WebSocket message: {lost.Message}")
                : messages.Truncated();
        }

        // The app closes the socket by itself.
        return call.Judge(messages.Outputs.Value);
    }

    private static async Task<ProbeResult?> ReadAsync(
        GradioCall call, GradioQueueMessages messages, WebSocket socket, WebSocketReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false) switch
        {
            WebSocketItem.Text or WebSocketItem.Binary =>
                messages.Take(reader.Message, reader.Timestamp) ?? await AnswerAsync(call, messages.Wish, socket, cancellationToken).ConfigureAwait(false),
            WebSocketItem.Closed => messages.Truncated(),
            WebSocketItem.TooLarge => call.Run.Fail(
                ProbeErrorType.BodyTooLarge, $"after {reader.BytesRead} bytes the messages were over their limit of {call.Config.BodySizeLimitBytes} bytes"),
        };

    private static async Task<ProbeResult?> AnswerAsync(GradioCall call, GradioWish wish, WebSocket socket, CancellationToken cancellationToken)
    {
        byte[]? reply = wish switch
        {
            GradioWish.Session => Encoding.UTF8.GetBytes($$"""{"fn_index":{{call.Function.Index}},"session_hash":"{{call.Session}}"}"""),
            GradioWish.Arguments => call.QueuedArguments(),
            GradioWish.None => null,
        };
        if (reply is not null)
        {
            await socket.SendAsync(reply.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }
}

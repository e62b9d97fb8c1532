using Microsoft.AspNetCore.Http;

namespace Exporter.Demo.ModelServer;

/// <summary>Sends a reply over one connection at the pace of a model, whole or broken off.</summary>
internal sealed class ReplyWriter(HttpContext context, Pace pace, TimeProvider time, ServerCounters counters, CancellationToken cancellationToken)
{
    /// <summary>Sends the reply to its end.</summary>
    public async Task SendAsync(Reply reply)
    {
        await ThinkAsync(reply).ConfigureAwait(false);
        if (reply is JsonReply whole)
        {
            counters.Generated(whole.OutputTokens);
            await SendJsonAsync(context, whole.Status, whole.Body, cancellationToken).ConfigureAwait(false);
        }
        else if (reply is StreamReply stream)
        {
            await SendTokensAsync(stream, stream.Tokens.Count).ConfigureAwait(false);
            await SendEventsAsync(stream.Closing).ConfigureAwait(false);
            await SendDoneAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sends half of the reply and breaks the connection.</summary>
    public async Task SendHalfAsync(Reply reply)
    {
        await ThinkAsync(reply).ConfigureAwait(false);
        if (reply is JsonReply whole)
        {
            Head(context, whole.Status, "application/json");
            context.Response.ContentLength = whole.Body.Length;
            await context.Response.BodyWriter.WriteAsync(whole.Body.AsMemory(0, whole.Body.Length / 2), cancellationToken).ConfigureAwait(false);
        }
        else if (reply is StreamReply stream)
        {
            await SendTokensAsync(stream, stream.Tokens.Count / 2).ConfigureAwait(false);
        }

        // What was written must leave before the connection is torn down.
        await WaitAsync(pace.EachToken).ConfigureAwait(false);
        context.Abort();
    }

    /// <summary>Sends half of a stream and then an error inside it; where nothing is streamed, status 200 with the error as body.</summary>
    public async Task SendErrorInsideAsync(Reply reply, byte[] error)
    {
        await ThinkAsync(reply).ConfigureAwait(false);
        if (reply is StreamReply stream)
        {
            await SendTokensAsync(stream, stream.Tokens.Count / 2).ConfigureAwait(false);
            await SendEventsAsync([error]).ConfigureAwait(false);
            await SendDoneAsync().ConfigureAwait(false);
        }
        else
        {
            await SendJsonAsync(context, StatusCodes.Status200OK, error, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends one document at once.</summary>
    public static async Task SendJsonAsync(HttpContext context, int status, byte[] body, CancellationToken cancellationToken)
    {
        Head(context, status, "application/json");
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    private static void Head(HttpContext context, int status, string contentType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
    }

    /// <summary>The time from the request to the first byte that the kind of reply needs; a failure comes at once.</summary>
    private Task ThinkAsync(Reply reply) => reply switch
    {
        JsonReply { Status: not StatusCodes.Status200OK } => Task.CompletedTask,
        JsonReply { OutputTokens: 0 } => WaitAsync(pace.OnePass),
        JsonReply => WaitAsync(pace.FirstToken + (reply.OutputTokens * pace.EachToken)),
        _ => WaitAsync(pace.FirstToken),
    };

    private async Task SendTokensAsync(StreamReply stream, int tokens)
    {
        Head(context, StatusCodes.Status200OK, "text/event-stream; charset=utf-8");
        await SendEventsAsync(stream.Opening).ConfigureAwait(false);
        for (var token = 0; token < tokens; token++)
        {
            if (token > 0)
            {
                await WaitAsync(pace.EachToken).ConfigureAwait(false);
            }

            await SendEventsAsync([stream.Tokens[token]]).ConfigureAwait(false);
            counters.Generated(1);
        }
    }

    private async Task SendEventsAsync(IReadOnlyList<byte[]> events)
    {
        foreach (var data in events)
        {
            await SendEventAsync(data).ConfigureAwait(false);
        }
    }

    private Task SendDoneAsync() => SendEventAsync("[DONE]"u8.ToArray());

    private async Task SendEventAsync(byte[] data)
    {
        byte[] lines = [.. "data: "u8, .. data, .. "\n\n"u8];
        await context.Response.Body.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task WaitAsync(TimeSpan duration) => Task.Delay(duration, time, cancellationToken);
}

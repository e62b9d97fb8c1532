using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Exporter.Demo.ModelServer;

/// <summary>Reads a question, lets its endpoint answer and sends the reply, as the fault that is on demands.</summary>
internal sealed class InferenceHandler(FaultSwitch faults, ServerCounters counters, TimeProvider time)
{
    private const string OutOfMemoryText =
        "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 23.65 GiB of which 1.19 GiB is free.";

    private long requests;

    public async Task HandleAsync(HttpContext context, InferenceEndpoint endpoint, CancellationToken cancellationToken)
    {
        counters.Began();
        try
        {
            await AnswerAsync(context, endpoint, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            counters.Ended();
        }
    }

    private async Task AnswerAsync(HttpContext context, InferenceEndpoint endpoint, CancellationToken cancellationToken)
    {
        var fault = faults.Current;
        var sequence = Interlocked.Increment(ref requests);
        var request = new RequestContext(sequence, time.GetUtcNow().ToUnixTimeSeconds(), fault == Fault.WrongAnswer);
        var reply = await ReadAndAnswerAsync(context, endpoint, request, cancellationToken).ConfigureAwait(false);
        var writer = new ReplyWriter(context, Pace.Of(sequence, fault == Fault.Slow), time, counters, cancellationToken);
        switch (fault)
        {
            case Fault.None or Fault.Slow or Fault.WrongAnswer:
                await writer.SendAsync(reply).ConfigureAwait(false);
                counters.Answered(reply);
                break;
            case Fault.Error:
                await writer.SendAsync(endpoint.Fail(500, "InternalServerError", "Internal server error")).ConfigureAwait(false);
                break;
            case Fault.OutOfMemory:
                await writer.SendAsync(endpoint.Fail(500, "InternalServerError", OutOfMemoryText)).ConfigureAwait(false);
                break;
            case Fault.Loading:
                await writer.SendAsync(new JsonReply(503, LoadingBody())).ConfigureAwait(false);
                break;
            case Fault.Truncated:
                await writer.SendHalfAsync(reply).ConfigureAwait(false);
                break;
            case Fault.StreamError:
                await writer.SendErrorInsideAsync(reply, endpoint.Fail(500, "InternalServerError", "The engine failed while it generated.").Body).ConfigureAwait(false);
                break;
            case Fault.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>What llama.cpp answers to everything until its model is loaded.</summary>
    public static byte[] LoadingBody() => OpenAiEndpoint.ErrorBody(503, "unavailable_error", "Loading model", parameter: null);

    private static async Task<Reply> ReadAndAnswerAsync(HttpContext context, InferenceEndpoint endpoint, RequestContext request, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: cancellationToken).ConfigureAwait(false);
            return endpoint.Answer(body.RootElement, request);
        }
        catch (JsonException mistake)
        {
            return endpoint.Fail(400, "BadRequestError", $"The body is not valid JSON: {mistake.Message}");
        }
    }
}

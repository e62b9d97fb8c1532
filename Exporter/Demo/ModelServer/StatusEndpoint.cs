using System.Text;
using Microsoft.AspNetCore.Http;

namespace Exporter.Demo.ModelServer;

/// <summary>What can be asked without a question: <c>/health</c>, <c>/v1/models</c>, <c>/metrics</c>.</summary>
internal sealed class StatusEndpoint(FaultSwitch faults, ServerCounters counters, DateTimeOffset started)
{
    /// <summary>200 for as long as the process lives, like vLLM's, even while a fault breaks every answer; 503 while it "loads".</summary>
    public Task HealthAsync(HttpContext context, CancellationToken cancellationToken) => faults.Current == Fault.Loading
        ? ReplyWriter.SendJsonAsync(context, StatusCodes.Status503ServiceUnavailable, InferenceHandler.LoadingBody(), cancellationToken)
        : ReplyWriter.SendJsonAsync(context, StatusCodes.Status200OK, """{"status":"ok"}"""u8.ToArray(), cancellationToken);

    public Task ModelsAsync(HttpContext context, CancellationToken cancellationToken) =>
        ReplyWriter.SendJsonAsync(context, StatusCodes.Status200OK, ModelsBody(), cancellationToken);

    public async Task MetricsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(counters.ToText());
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    private byte[] ModelsBody() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        json.WriteStartObject();
        json.WriteString("id", DemoModelServer.ModelName);
        json.WriteString("object", "model");
        json.WriteNumber("created", started.ToUnixTimeSeconds());
        json.WriteString("owned_by", "modelhost-exporter");
        json.WriteNumber("max_model_len", 4096);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });
}

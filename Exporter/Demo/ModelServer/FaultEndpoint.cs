using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Exporter.Demo.ModelServer;

/// <summary><c>/demo/faults</c>: GET says which fault is on and which there are, POST <c>{"fault": "slow"}</c> switches.</summary>
internal sealed class FaultEndpoint(FaultSwitch faults, ILogger logger)
{
    public const string Path = "/demo/faults";

    public Task GetAsync(HttpContext context, CancellationToken cancellationToken) =>
        ReplyWriter.SendJsonAsync(context, StatusCodes.Status200OK, StateBody(), cancellationToken);

    public async Task PostAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await ReadAsync(context, cancellationToken).ConfigureAwait(false) is not { } fault)
        {
            var body = OpenAiEndpoint.ErrorBody(400, "BadRequestError", $"Send {{\"fault\": \"…\"}} with one of: {string.Join(", ", FaultSwitch.Names)}.", "fault");
            await ReplyWriter.SendJsonAsync(context, StatusCodes.Status400BadRequest, body, cancellationToken).ConfigureAwait(false);
            return;
        }

        faults.Current = fault;
        Log.FaultSwitched(logger, fault);
        await GetAsync(context, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Fault?> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: cancellationToken).ConfigureAwait(false);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("fault", out var name)
                && name.ValueKind == JsonValueKind.String
                    ? FaultSwitch.Parse(name.GetString()!)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] StateBody() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("fault", FaultSwitch.NameOf(faults.Current));
        json.WriteStartArray("faults");
        foreach (var name in FaultSwitch.Names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}

using System.Text;
using System.Text.Json;
using Exporter.Configuration;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>
/// Probe <c>gradio</c>: calls one function of a Gradio app, 3 to 6. The way to call it depends on the version, which
/// <c>GET /config</c> tells. That page is large and costs the app some CPU, so it is kept until a call fails.
/// </summary>
internal sealed class GradioProbe(TargetConfig target, GradioProbeConfig config) : IProbe
{
    /// <summary>It lists every component of the app: 45 kB for a small one.</summary>
    private const long MaxConfigBytes = 4 * 1024 * 1024;

    private readonly HttpTransport? kept = config.Connection == ConnectionMode.Reuse ? new HttpTransport(config) : null;
    private readonly byte[] requestBody = Encoding.UTF8.GetBytes($$"""{"data":{{config.Data}}}""");
    private readonly string escapedName = string.Join('/', config.ApiName.Split('/').Select(Uri.EscapeDataString));
    private readonly TextExpectation textExpectation = new(config.Expect);
    private readonly JsonExpectation[] jsonExpectations = [.. config.ExpectJson.Select(check => new JsonExpectation(check))];
    private GradioApp? app;

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.Gradio, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        if (!Credentials.TryResolve(config, run, out var credentials, out var failure))
        {
            return failure!;
        }

        if (app is null && await WithTransportAsync(transport => ReadAppAsync(transport, run, credentials, cancellationToken)).ConfigureAwait(false) is { IsSuccess: false } unknown)
        {
            return unknown;
        }

        var result = await WithTransportAsync(transport => CallAsync(transport, run, app!, credentials, cancellationToken)).ConfigureAwait(false);
        if (result.Outcome is not (ProbeOutcome.Success or ProbeOutcome.Invalid))
        {
            // The app may have come back as another version or with other functions.
            app = null;
        }

        return result;
    }

    public void Dispose() => kept?.Dispose();

    /// <summary>A call takes two requests, which share a connection as in any client; a new one for each probe ends with it.</summary>
    private async Task<ProbeResult> WithTransportAsync(Func<HttpTransport, Task<ProbeResult>> ask)
    {
        if (kept is not null)
        {
            return await ask(kept).ConfigureAwait(false);
        }

        using var own = new HttpTransport(config with { Connection = ConnectionMode.Reuse });
        return await ask(own).ConfigureAwait(false);
    }

    /// <summary>Looks the app up; not part of the measurement.</summary>
    private async Task<ProbeResult> ReadAppAsync(HttpTransport transport, ProbeRun run, string? credentials, CancellationToken cancellationToken)
    {
        var requests = new RequestBuilder(target, config, "/config");
        var result = await transport.ExchangeAsync(
            run,
            () => requests.Build(HttpMethod.Get, null, "application/json", credentials),
            (answer, body, token) => JudgeConfigAsync(run, answer, body, token),
            cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? result : result with { Reason = $"GET /config: {result.Reason}" };
    }

    private async Task<ProbeResult> JudgeConfigAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        var (document, failure) = await JsonAnswer.ReadAsync(run, answer, body, MaxConfigBytes, null, cancellationToken).ConfigureAwait(false);
        using (document)
        {
            app = document is null ? null : GradioApp.Read(document.RootElement);
            return failure ?? (app is null ? run.Fail(ProbeErrorType.Other, "this is no Gradio app: version or dependencies are missing") : run.Succeed());
        }
    }

    private async Task<ProbeResult> CallAsync(HttpTransport transport, ProbeRun run, GradioApp called, string? credentials, CancellationToken cancellationToken)
    {
        run.ExpectsStream = called.AnswersByEvents && called.Streams(config.ApiName);
        var path = called.CallPath + escapedName;
        var requests = new RequestBuilder(target, config, path);
        string? eventId = null;
        var result = await transport.ExchangeAsync(
            run,
            () => requests.Build(HttpMethod.Post, requestBody, "application/json", credentials),
            async (answer, body, token) =>
            {
                var (document, failure) = await JsonAnswer.ReadAsync(run, answer, body, config.BodySizeLimitBytes, null, token).ConfigureAwait(false);
                using (document)
                {
                    eventId = document is null || !called.AnswersByEvents ? null : JsonText.StringOf(document.RootElement, "event_id");
                    return failure ?? (called.AnswersByEvents ? JudgeQueued(run, eventId) : JudgeDirect(run, document!.RootElement));
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (eventId is null)
        {
            return result.StatusCode >= 400 && called.Missing(config.ApiName) is { } missing ? result with { Reason = $"{missing}; {result.Reason}" } : result;
        }

        var events = new RequestBuilder(target, config, $"{path}/{Uri.EscapeDataString(eventId)}");
        return await transport.ContinueAsync(
            run,
            () => events.Build(HttpMethod.Get, null, "application/json", credentials),
            (answer, body, token) => JudgeStreamAsync(run, called, answer, body, token),
            cancellationToken).ConfigureAwait(false);
    }

    private static ProbeResult JudgeQueued(ProbeRun run, string? eventId) =>
        eventId is null ? run.Fail(ProbeErrorType.Other, "the answer to the call has no event_id") : run.Succeed();

    /// <summary>Before 4.20 the outputs come back at once, with the time that the function took.</summary>
    private ProbeResult JudgeDirect(ProbeRun run, JsonElement answer)
    {
        run.ServerDurations = JsonText.SecondsOf(answer, "duration") is { } duration ? new ServerDurations { Inference = duration } : null;
        return JsonText.Property(answer, "data") is { } outputs
            ? JudgeOutputs(run, outputs)
            : run.Fail(ProbeErrorType.Other, $"the answer has no data: {answer.GetRawText()}");
    }

    private async Task<ProbeResult> JudgeStreamAsync(ProbeRun run, GradioApp called, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            return await ErrorAnswer.JudgeAsync(run, answer, body, cancellationToken).ConfigureAwait(false);
        }

        if (ContentCoding.Objection(answer) is { } compressed)
        {
            return run.Fail(ProbeErrorType.NotJson, compressed);
        }

        var stream = new GradioStream(run, config.Output, called.Streams(config.ApiName), config.BodySizeLimitBytes);
        if (await stream.ReadAsync(body, answer.Content.Headers.ContentType?.MediaType, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            return failure;
        }

        using var outputs = JsonDocument.Parse(stream.Outputs);
        return JudgeOutputs(run, outputs.RootElement);
    }

    private ProbeResult JudgeOutputs(ProbeRun run, JsonElement outputs)
    {
        var wrong = textExpectation.Violation(GradioText.Of(outputs, config.Output))
            ?? jsonExpectations.Select(check => check.Violation(outputs)).FirstOrDefault(violation => violation is not null);
        return wrong is null ? run.Succeed() : run.Fail(ProbeErrorType.Assertion, wrong);
    }
}

using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;
using Exporter.Probes.Protocols.Gradio;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>
/// Probe <c>gradio</c>: calls one function of a Gradio app, 3 to 6, as the app's own page does. The way to call it depends on the
/// version and on the function, which <c>GET /config</c> tells. That page is large and costs the app some CPU, so it is kept until
/// a call fails.
/// </summary>
internal sealed class GradioProbe(TargetConfig target, GradioProbeConfig config) : IProbe
{
    /// <summary>It lists every component of the app: 45 kB for a small one.</summary>
    private const long MaxConfigBytes = 4 * 1024 * 1024;

    private readonly HttpTransport? kept = config.Connection == ConnectionMode.Reuse ? new HttpTransport(config) : null;
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

    /// <summary>A call takes several requests, which share a connection as in any client; a new one for each probe ends with it.</summary>
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
        var missing = called.Missing(config.ApiName);
        if (missing is not null && config.CallPath == GradioCallPath.Auto)
        {
            // The queue knows functions by number, and this one has none.
            return run.Fail(ProbeErrorType.Other, missing);
        }

        var function = called.Functions.GetValueOrDefault(config.ApiName) ?? new GradioFunction(config.ApiName, Index: 0, Streams: false, IsQueued: true);
        run.ExpectsStream = function.Streams;
        var call = new GradioCall
        {
            Target = target,
            Config = config,
            App = called,
            Function = function,
            Transport = transport,
            Run = run,
            Credentials = credentials,
            Judge = outputs => JudgeOutputs(run, outputs),
        };
        var result = await AskAsync(call, cancellationToken).ConfigureAwait(false);
        return missing is not null && result.StatusCode >= 400 ? result with { Reason = $"{missing}; {result.Reason}" } : result;
    }

    private static Task<ProbeResult> AskAsync(GradioCall call, CancellationToken cancellationToken) => (call.Config.CallPath, call.App.Queue) switch
    {
        (GradioCallPath.Call, _) => GradioEventsPath.AskAsync(call, cancellationToken),
        (GradioCallPath.Run, _) => GradioRunPath.AskAsync(call, cancellationToken),
        (GradioCallPath.Auto, _) when !call.Function.IsQueued => GradioRunPath.AskAsync(call, cancellationToken),
        (GradioCallPath.Auto, GradioQueueKind.Socket) => GradioSocketPath.AskAsync(call, cancellationToken),
        (GradioCallPath.Auto, GradioQueueKind.StreamFirst) => GradioEarlyQueuePath.AskAsync(call, cancellationToken),
        (GradioCallPath.Auto, GradioQueueKind.StreamLast) => GradioQueuePath.AskAsync(call, cancellationToken),
    };

    private ProbeResult JudgeOutputs(ProbeRun run, JsonElement outputs)
    {
        var wrong = textExpectation.Violation(GradioText.Of(outputs, config.Output))
            ?? jsonExpectations.Select(check => check.Violation(outputs)).FirstOrDefault(violation => violation is not null);
        return wrong is null ? run.Succeed() : run.Fail(ProbeErrorType.Assertion, wrong);
    }
}

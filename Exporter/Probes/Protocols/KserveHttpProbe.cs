using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;
using Exporter.Probes.Protocols.Kserve;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>
/// Probe <c>kserve-http</c>: inference by the Open Inference Protocol (KServe v2), as Triton, MLServer and KServe's own runtimes
/// serve it. What the model takes is read from its metadata, once and again after a failure; what is measured is the inference alone.
/// </summary>
internal sealed class KserveHttpProbe : IProbe
{
    /// <summary>Metadata of a model with thousands of tensors still fits.</summary>
    private const long MaxMetadataBytes = 4 * 1024 * 1024;

    private readonly KserveHttpProbeConfig config;
    private readonly HttpTransport transport;
    private readonly RequestBuilder metadataRequests;
    private readonly RequestBuilder readyRequests;
    private readonly RequestBuilder inferRequests;
    private readonly JsonExpectation[] expectations;
    private InferenceRequest? request;
    private IReadOnlyList<TensorSpec> outputs = [];

    public KserveHttpProbe(TargetConfig target, KserveHttpProbeConfig config)
    {
        this.config = config;
        transport = new HttpTransport(config);
        var path = $"/v2/models/{Uri.EscapeDataString(target.Model ?? "")}";
        path += config.ModelVersion is { } version ? $"/versions/{Uri.EscapeDataString(version)}" : "";
        metadataRequests = new RequestBuilder(target, config, path);
        readyRequests = new RequestBuilder(target, config, path + "/ready");
        inferRequests = new RequestBuilder(target, config, path + "/infer");
        expectations = [.. config.Json.Select(static check => new JsonExpectation(check))];
        request = config.Body is { } body ? InferenceRequest.Of(body) : null;
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.KserveHttp, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        if (!Credentials.TryResolve(config, run, out var credentials, out var failure))
        {
            return failure!;
        }

        if (config.CheckReady && await AskReadyAsync(run, credentials, cancellationToken).ConfigureAwait(false) is { IsSuccess: false } notReady)
        {
            return Forget(notReady);
        }

        if (request is null && await AskMetadataAsync(run, credentials, cancellationToken).ConfigureAwait(false) is { IsSuccess: false } unknown)
        {
            return unknown;
        }

        var result = await InferAsync(run, credentials, cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? result : Forget(result);
    }

    public void Dispose() => transport.Dispose();

    /// <summary>The model may come back with other inputs.</summary>
    private ProbeResult Forget(ProbeResult failure)
    {
        if (config.Body is null)
        {
            request = null;
        }

        return failure;
    }

    /// <summary>Changes nothing on the server: a model that is not loaded stays so.</summary>
    private async Task<ProbeResult> AskReadyAsync(ProbeRun run, string? credentials, CancellationToken cancellationToken)
    {
        var result = await transport.ExchangeAsync(
            run,
            () => readyRequests.Build(HttpMethod.Get, null, "", credentials),
            (answer, body, token) => JudgeReadyAsync(run, answer, body, token),
            cancellationToken).ConfigureAwait(false);
        // Triton says it with 400 and an empty body, others with 503.
        return result.StatusCode is null || result.IsSuccess ? result : result with { Reason = $"the model is not ready: {result.Reason}" };
    }

    private static async Task<ProbeResult> JudgeReadyAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            return await ErrorAnswer.JudgeAsync(run, answer, body, cancellationToken).ConfigureAwait(false);
        }

        // By the protocol the status says it; some servers add a body, which then must not say otherwise.
        var text = await ErrorAnswer.ReadAsync(answer, body, cancellationToken).ConfigureAwait(false);
        using var document = JsonText.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _);
        return document is not null && JsonText.Property(document.RootElement, "ready") is { ValueKind: JsonValueKind.False }
            ? run.Fail(ProbeErrorType.Assertion, "it says ready: false")
            : run.Succeed();
    }

    private async Task<ProbeResult> AskMetadataAsync(ProbeRun run, string? credentials, CancellationToken cancellationToken)
    {
        var result = await transport.ExchangeAsync(
            run,
            () => metadataRequests.Build(HttpMethod.Get, null, "", credentials),
            async (answer, body, token) =>
            {
                var (document, failure) = await JsonAnswer.ReadAsync(run, answer, body, MaxMetadataBytes, null, token).ConfigureAwait(false);
                using (document)
                {
                    return failure ?? JudgeMetadata(run, document!.RootElement);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return result.StatusCode is null || result.IsSuccess ? result : result with { Reason = $"no metadata of the model: {result.Reason}" };
    }

    private ProbeResult JudgeMetadata(ProbeRun run, JsonElement metadata)
    {
        if (ModelMetadataJson.TryRead(metadata, out var problem) is { } model)
        {
            request = InferenceRequest.TryMake(model, config.Text, out problem);
            outputs = model.Outputs;
        }

        return request is null ? run.Fail(ProbeErrorType.Other, $"no request can be made: {problem}; give the probe a body") : run.Succeed();
    }

    private Task<ProbeResult> InferAsync(ProbeRun run, string? credentials, CancellationToken cancellationToken) =>
        transport.ExchangeAsync(
            run,
            () => BuildInference(credentials),
            async (answer, body, token) =>
            {
                var (document, failure) = await JsonAnswer.ReadAsync(
                    run, answer, body, config.BodySizeLimitBytes, InferenceRequest.JsonLengthHeader, token).ConfigureAwait(false);
                using (document)
                {
                    return failure ?? JudgeInference(run, document!.RootElement);
                }
            },
            cancellationToken);

    private HttpRequestMessage BuildInference(string? credentials)
    {
        var message = inferRequests.Build(HttpMethod.Post, request!.Body, request.JsonLength is null ? "application/json" : "application/octet-stream", credentials);
        if (request.JsonLength is { } length)
        {
            message.Headers.TryAddWithoutValidation(InferenceRequest.JsonLengthHeader, length);
        }

        return message;
    }

    private ProbeResult JudgeInference(ProbeRun run, JsonElement answer)
    {
        if (JsonText.Property(answer, "error") is not null)
        {
            var message = ErrorAnswer.MessageOf(answer) ?? answer.GetRawText();
            return run.Fail(ErrorAnswer.IsOutOfMemory(message) ? ProbeErrorType.OutOfMemory : ProbeErrorType.Other, $"the server reported an error with status {run.StatusCode}: {message}");
        }

        var wrong = InferenceAnswer.Violation(answer, config.Body is null ? outputs : [])
            ?? expectations.Select(check => check.Violation(answer)).FirstOrDefault(static violation => violation is not null);
        return wrong is null ? run.Succeed() : run.Fail(ProbeErrorType.Assertion, wrong);
    }
}

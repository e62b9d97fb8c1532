using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Grpc;
using Exporter.Probes.Grpc.Wire;
using Exporter.Probes.Judging;
using Exporter.Probes.Protocols.Kserve;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>
/// Probe <c>kserve-grpc</c>: the Open Inference Protocol over gRPC. As in <see cref="KserveHttpProbe"/> what the model takes is
/// read from its metadata, once and again after a failure, and what is measured is the inference alone.
/// </summary>
internal sealed class KserveGrpcProbe : IProbe
{
    private const string Service = "/inference.GRPCInferenceService/";

    private readonly KserveGrpcProbeConfig config;
    private readonly GrpcClient client;
    private readonly string model;
    private readonly string version;
    private readonly byte[] readyRequest;
    private readonly byte[] metadataRequest;
    private readonly JsonExpectation[] expectations;
    private readonly byte[]? givenRequest;
    private readonly string? givenProblem;
    private byte[]? inferRequest;
    private IReadOnlyList<TensorSpec> outputs = [];

    public KserveGrpcProbe(TargetConfig target, KserveGrpcProbeConfig config)
    {
        this.config = config;
        client = new GrpcClient(target, config, config.Port);
        model = target.Model ?? "";
        version = config.ModelVersion ?? "";
        readyRequest = GrpcFrame.Of(new ModelReadyRequest { Name = model, Version = version });
        metadataRequest = GrpcFrame.Of(new ModelMetadataRequest { Name = model, Version = version });
        expectations = [.. config.Json.Select(check => new JsonExpectation(check))];
        if (config.Body is { } body)
        {
            givenRequest = InferenceMessageJson.TryRead(body, model, version, out givenProblem) is { } given ? GrpcFrame.Of(given) : null;
            inferRequest = givenRequest;
        }
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.KserveGrpc, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        if (!Credentials.TryResolve(config, run, out var credentials, out var failure))
        {
            return failure!;
        }

        var result = await AskAsync(run, credentials, cancellationToken).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            // The model may come back with other inputs.
            inferRequest = givenRequest;
        }

        return result;
    }

    public void Dispose() => client.Dispose();

    private async Task<ProbeResult> AskAsync(ProbeRun run, string? credentials, CancellationToken cancellationToken)
    {
        if (givenProblem is not null)
        {
            return run.Fail(ProbeErrorType.Other, $"no request can be made: {givenProblem}");
        }

        if (config.CheckReady)
        {
            var ready = await client.CallAsync(
                run,
                Service + "ModelReady",
                readyRequest,
                ModelReadyResponse.Parser,
                credentials,
                answer => answer.Ready ? run.Succeed() : run.Fail(ProbeErrorType.Assertion, "it says ready: false"),
                cancellationToken).ConfigureAwait(false);
            if (!ready.IsSuccess)
            {
                return ready.StatusCode is null ? ready : ready with { Reason = $"the model is not ready: {ready.Reason}" };
            }
        }

        if (inferRequest is null)
        {
            var known = await client.CallAsync(
                run, Service + "ModelMetadata", metadataRequest, ModelMetadataResponse.Parser, credentials, answer => JudgeMetadata(run, answer), cancellationToken).ConfigureAwait(false);
            if (!known.IsSuccess)
            {
                return known.StatusCode is null ? known : known with { Reason = $"no metadata of the model: {known.Reason}" };
            }
        }

        return await client.CallAsync(
            run, Service + "ModelInfer", inferRequest!, ModelInferResponse.Parser, credentials, answer => JudgeInference(run, answer), cancellationToken).ConfigureAwait(false);
    }

    private ProbeResult JudgeMetadata(ProbeRun run, ModelMetadataResponse metadata)
    {
        var spec = InferenceMessage.SpecOf(metadata);
        if (InferenceMessage.TryMake(spec, model, version, config.Text, out var problem) is not { } message)
        {
            return run.Fail(ProbeErrorType.Other, $"no request can be made: {problem}");
        }

        inferRequest = GrpcFrame.Of(message);
        outputs = spec.Outputs;
        return run.Succeed();
    }

    private ProbeResult JudgeInference(ProbeRun run, ModelInferResponse answer)
    {
        var wrong = InferenceMessage.Violation(answer, outputs);
        if (wrong is null && expectations.Length > 0)
        {
            using var document = JsonDocument.Parse(InferenceMessageJson.Of(answer));
            wrong = expectations.Select(check => check.Violation(document.RootElement)).FirstOrDefault(static violation => violation is not null);
        }

        return wrong is null ? run.Succeed() : run.Fail(ProbeErrorType.Assertion, wrong);
    }
}

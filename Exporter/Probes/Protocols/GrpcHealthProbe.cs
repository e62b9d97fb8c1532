using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Grpc;
using Exporter.Probes.Grpc.Wire;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>grpc-health</c>: <c>grpc.health.v1.Health/Check</c>; only SERVING is a success.</summary>
internal sealed class GrpcHealthProbe(TargetConfig target, GrpcHealthProbeConfig config) : IProbe
{
    private const string Method = "/grpc.health.v1.Health/Check";

    private readonly GrpcClient client = new(target, config, config.Port);
    private readonly byte[] request = GrpcFrame.Of(new HealthCheckRequest { Service = config.Service });

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.GrpcHealth, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken) =>
        Credentials.TryResolve(config, run, out var credentials, out var failure)
            ? await client.CallAsync(run, Method, request, HealthCheckResponse.Parser, credentials, answer => Judge(run, answer), cancellationToken).ConfigureAwait(false)
            : failure!;

    public void Dispose() => client.Dispose();

    private static ProbeResult Judge(ProbeRun run, HealthCheckResponse answer) => answer.Status switch
    {
        HealthCheckResponse.Types.ServingStatus.Serving => run.Succeed(),
        HealthCheckResponse.Types.ServingStatus.NotServing => run.Fail(ProbeErrorType.Assertion, "the service says NOT_SERVING"),
        HealthCheckResponse.Types.ServingStatus.ServiceUnknown => run.Fail(ProbeErrorType.Assertion, "the service says SERVICE_UNKNOWN"),
        HealthCheckResponse.Types.ServingStatus.Unknown => run.Fail(ProbeErrorType.Assertion, "the service says UNKNOWN"),
        var other => run.Fail(ProbeErrorType.Assertion, $"the service says {(int)other}"),
    };
}

using Exporter.Configuration;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Transport;

/// <summary>A look at what a server says of its own health, before the question: nothing is proven when it is well, and the question is saved when it is not.</summary>
/// <param name="path">Answers a GET with 2xx where the server is well, and changes nothing.</param>
internal sealed class HealthLook(TargetConfig target, ProbeConfig config, string path)
{
    private readonly RequestBuilder requests = new(target, config, path);

    /// <returns>Null without a path.</returns>
    public static HealthLook? Of(TargetConfig target, ProbeConfig config, string? path) => path is null ? null : new HealthLook(target, config, path);

    /// <param name="transport">The one that will ask the question too.</param>
    /// <returns>Null where the server is well; else the result of the probe.</returns>
    public async Task<ProbeResult?> ObjectionAsync(HttpTransport transport, ProbeRun run, string? credentials, CancellationToken cancellationToken)
    {
        var result = await transport.ExchangeAsync(
            run,
            () => requests.Build(HttpMethod.Get, null, string.Empty, credentials),
            (answer, body, token) => JudgeAsync(run, answer, body, token),
            cancellationToken).ConfigureAwait(false);
        return result switch
        {
            { IsSuccess: true } => null,
            { StatusCode: null } => result,
            _ => result with { Reason = $"GET {requests.Address.AbsolutePath}: {result.Reason}" },
        };
    }

    private static Task<ProbeResult> JudgeAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken) =>
        answer.IsSuccessStatusCode ? Task.FromResult(run.Succeed()) : ErrorAnswer.JudgeAsync(run, answer, body, cancellationToken);
}

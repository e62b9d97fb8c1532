using Exporter.Configuration;

namespace Exporter.Probes.Transport;

/// <summary>How the protocols of model servers ask: JSON to paths of one server, with credentials, after a look at its health where one is configured.</summary>
/// <remarks>One question at a time.</remarks>
internal sealed class ModelClient(TargetConfig target, ModelProbeConfig config) : IDisposable
{
    private readonly HttpTransport transport = new(config);
    private readonly RequestBuilder? health = config.HealthPath is { } path ? new RequestBuilder(target, config, path) : null;

    public ModelRequest Post(string path, byte[] body, bool streams = false) => new(new RequestBuilder(target, config, path), body, streams);

    public ModelRequest Get(string path) => new(new RequestBuilder(target, config, path), null, Streams: false);

    /// <summary>Asks once.</summary>
    /// <param name="judge">Reads an answer with a status of success; any other is judged here.</param>
    /// <param name="refused">Told status and text of an answer with another status.</param>
    public async Task<ProbeResult> AskAsync(ProbeRun run, ModelRequest request, AnswerJudge judge, CancellationToken cancellationToken, Action<int, string>? refused = null)
    {
        if (!Credentials.TryResolve(config, run, out var credentials, out var failure))
        {
            return failure!;
        }

        run.ExpectsStream = false;
        if (health is not null && request.Body is not null && await LookAtHealthAsync(run, credentials, cancellationToken).ConfigureAwait(false) is { IsSuccess: false } unwell)
        {
            return unwell;
        }

        run.ExpectsStream = request.Streams;
        return await ExchangeAsync(run, () => request.Build(credentials), judge, refused, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => transport.Dispose();

    /// <summary>What the server says of itself proves nothing when it is good, and saves the question when it is not.</summary>
    private Task<ProbeResult> LookAtHealthAsync(ProbeRun run, string? credentials, CancellationToken cancellationToken) => ExchangeAsync(
        run,
        () => health!.Build(HttpMethod.Get, null, string.Empty, credentials),
        (_, _, _) => Task.FromResult(run.Succeed()),
        null,
        cancellationToken);

    private Task<ProbeResult> ExchangeAsync(ProbeRun run, Func<HttpRequestMessage> build, AnswerJudge judge, Action<int, string>? refused, CancellationToken cancellationToken) =>
        transport.ExchangeAsync(
            run,
            build,
            (answer, body, token) => answer.IsSuccessStatusCode ? judge(answer, body, token) : ErrorAnswer.JudgeAsync(run, answer, body, token, refused),
            cancellationToken);
}

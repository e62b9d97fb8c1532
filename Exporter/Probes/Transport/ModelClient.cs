using Exporter.Configuration;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Transport;

/// <summary>How the protocols of model servers ask: JSON to paths of one server, with credentials, after a look at whether its model is loaded and, where that is configured, at its health.</summary>
/// <remarks>One question at a time.</remarks>
internal sealed class ModelClient(TargetConfig target, ModelProbeConfig config) : IDisposable
{
    private readonly HttpTransport transport = new(config);
    private readonly LoadedLook? loaded = LoadedLook.Of(target, config);
    private readonly HealthLook? health = HealthLook.Of(target, config, config.HealthPath);

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
        if (loaded is not null && request.Body is not null && await loaded.ObjectionAsync(transport, run, credentials, cancellationToken).ConfigureAwait(false) is { } unloaded)
        {
            return run.Skip(ProbeSkipReason.NotLoaded, unloaded);
        }

        if (health is not null && request.Body is not null && await health.ObjectionAsync(transport, run, credentials, cancellationToken).ConfigureAwait(false) is { } unwell)
        {
            return unwell;
        }

        run.ExpectsStream = request.Streams;
        return await ExchangeAsync(run, () => request.Build(credentials), judge, refused, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => transport.Dispose();

    private Task<ProbeResult> ExchangeAsync(ProbeRun run, Func<HttpRequestMessage> build, AnswerJudge judge, Action<int, string>? refused, CancellationToken cancellationToken) =>
        transport.ExchangeAsync(
            run,
            build,
            (answer, body, token) => answer.IsSuccessStatusCode ? judge(answer, body, token) : ErrorAnswer.JudgeAsync(run, answer, body, token, refused),
            cancellationToken);
}

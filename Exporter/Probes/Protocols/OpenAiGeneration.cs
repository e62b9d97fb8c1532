using Exporter.Configuration;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Asks an OpenAI-compatible server to generate: for a stream it also asks for usage, unless the server has refused that.</summary>
internal sealed class OpenAiGeneration : IDisposable
{
    private readonly ModelClient client;
    private readonly GenerationAnswer answers;
    private readonly ModelRequest request;
    private readonly ModelRequest withoutUsage;

    /// <summary>Set for good once the server has refused the field: asking each time would double every probe.</summary>
    private bool refusesUsage;

    /// <param name="path">Where to ask.</param>
    /// <param name="streams">Whether a stream is asked for.</param>
    /// <param name="serialise">Makes the body, with or without asking for usage.</param>
    public OpenAiGeneration(TargetConfig target, ModelProbeConfig config, string path, bool streams, Func<bool, byte[]> serialise, GenerationAnswer answers)
    {
        this.answers = answers;
        client = new ModelClient(target, config);
        request = client.Post(path, serialise(streams), streams);
        withoutUsage = client.Post(path, serialise(false), streams);
    }

    public async Task<ProbeResult> AskAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        var asksForUsage = request.Streams && !refusesUsage;
        var result = await AskAsync(run, asksForUsage ? request : withoutUsage, cancellationToken).ConfigureAwait(false);
        return asksForUsage && refusesUsage
            ? await AskAsync(run, withoutUsage, cancellationToken).ConfigureAwait(false)
            : result;
    }

    public void Dispose() => client.Dispose();

    private Task<ProbeResult> AskAsync(ProbeRun run, ModelRequest question, CancellationToken cancellationToken) => client.AskAsync(
        run,
        question,
        (answer, body, token) => answers.JudgeAsync(run, answer, body, token),
        cancellationToken,
        (status, error) => refusesUsage |= status is 400 or 422 && error.Contains("stream_options", StringComparison.Ordinal));
}

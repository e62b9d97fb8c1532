using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Asks an OpenAI-compatible server to generate: for a stream it also asks for usage, unless the server has refused that.</summary>
internal sealed class OpenAiGeneration : IDisposable
{
    private readonly ModelClient client;
    private readonly GenerationAnswer answers;
    private readonly Func<bool, ModelRequest> ask;
    private readonly bool streams;

    /// <summary>Set for good once the server has refused the field: asking each time would double every probe.</summary>
    private bool refusesUsage;

    /// <param name="path">Where to ask.</param>
    /// <param name="streams">Whether a stream is asked for.</param>
    /// <param name="serialise">Makes the body, with or without asking for usage.</param>
    /// <param name="varies">Whether each request needs a body of its own; otherwise each is made once.</param>
    public OpenAiGeneration(TargetConfig target, ModelProbeConfig config, string path, bool streams, Func<bool, byte[]> serialise, GenerationAnswer answers, bool varies)
    {
        this.streams = streams;
        this.answers = answers;
        client = new ModelClient(target, config);
        ask = askForUsage => client.Post(path, serialise(askForUsage), streams);
        if (!varies)
        {
            var (withUsage, withoutUsage) = (ask(streams), ask(false));
            ask = askForUsage => askForUsage ? withUsage : withoutUsage;
        }
    }

    public async Task<ProbeResult> AskAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        var asksForUsage = streams && !refusesUsage;
        var result = await AskAsync(run, ask(asksForUsage), cancellationToken).ConfigureAwait(false);
        return asksForUsage && refusesUsage
            ? await AskAsync(run, ask(false), cancellationToken).ConfigureAwait(false)
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

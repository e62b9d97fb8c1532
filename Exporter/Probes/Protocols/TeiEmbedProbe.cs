using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>tei-embed</c>: <c>POST /embed</c> of Text Embeddings Inference, which says in headers how long it queued and computed.</summary>
internal sealed class TeiEmbedProbe : IProbe
{
    private readonly ModelClient client;
    private readonly ModelRequest request;
    private readonly EmbeddingsAnswer answers;
    private readonly ProbeInput input;

    public TeiEmbedProbe(TargetConfig target, TeiEmbedProbeConfig config)
    {
        client = new ModelClient(target, config);
        request = client.Post(config.Path, Serialise(config.Request));
        answers = new EmbeddingsAnswer(EmbeddingsAnswer.OfTei, config.Request.Inputs.Count, config.Expect, config.BodySizeLimitBytes);
        input = ProbeInput.Batch(config.Request.Inputs);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.TeiEmbed, cancellationToken).ConfigureAwait(false);

    public Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        run.Input = input;
        return client.AskAsync(run, request, (answer, body, token) => answers.JudgeAsync(run, answer, body, token), cancellationToken);
    }

    public void Dispose() => client.Dispose();

    private static byte[] Serialise(TeiRequestConfig request) => JsonBody.Of(json =>
    {
        json.WriteTexts("inputs", request.Inputs);
        json.WriteBoolean("normalize", request.Normalize);
        json.WriteBoolean("truncate", request.Truncate);
    });
}

using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>openai-embeddings</c>: <c>POST /v1/embeddings</c> of vLLM, TEI, llama.cpp and others.</summary>
internal sealed class OpenAiEmbeddingsProbe : IProbe
{
    private readonly ModelClient client;
    private readonly ModelRequest request;
    private readonly EmbeddingsAnswer answers;
    private readonly ProbeInput input;

    public OpenAiEmbeddingsProbe(TargetConfig target, OpenAiEmbeddingsProbeConfig config)
    {
        client = new ModelClient(target, config);
        request = client.Post(config.Path, Serialise(config.Request, target.Model));
        answers = new EmbeddingsAnswer(EmbeddingsAnswer.OfOpenAi, config.Request.Input.Count, config.Expect, config.BodySizeLimitBytes);
        input = ProbeInput.Batch(config.Request.Input);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.OpenAiEmbeddings, cancellationToken).ConfigureAwait(false);

    public Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        run.Input = input;
        return client.AskAsync(run, request, (answer, body, token) => answers.JudgeAsync(run, answer, body, token), cancellationToken);
    }

    public void Dispose() => client.Dispose();

    private static byte[] Serialise(EmbeddingsRequestConfig request, string? model) => JsonBody.Of(json =>
    {
        json.WriteIfGiven("model", model);
        json.WriteTexts("input", request.Input);
        json.WriteString("encoding_format", request.Encoding switch { VectorEncoding.Float => "float", VectorEncoding.Base64 => "base64" });
        if (request.Dimensions is { } dimensions)
        {
            json.WriteNumber("dimensions", dimensions);
        }
    });
}

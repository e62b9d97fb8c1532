using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Templating;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>openai-completion</c>: <c>POST /v1/completions</c>, a text to be continued, of vLLM, SGLang, llama.cpp and others.</summary>
internal sealed class OpenAiCompletionProbe : IProbe
{
    private readonly PromptRequestConfig request;
    private readonly PromptVariation variation;
    private readonly OpenAiGeneration generation;

    /// <param name="random">Of placeholders and nonces; null means any.</param>
    public OpenAiCompletionProbe(TargetConfig target, OpenAiCompletionProbeConfig config, Random? random = null)
    {
        request = config.Request;
        variation = new PromptVariation(config, random, request.Prompt);
        generation = new OpenAiGeneration(
            target,
            config,
            config.Path,
            request.Stream,
            askForUsage => OpenAiCompletionRequest.Serialise(Varied(), target.Model, askForUsage, variation.WriteFields),
            new GenerationAnswer(OpenAiMessage.Completion, request.Stream, config.Expect, config.BodySizeLimitBytes),
            variation.Varies);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.OpenAiCompletion, cancellationToken).ConfigureAwait(false);

    public Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        variation.Next(run.Time);
        run.Input = ProbeInput.Prompt(Varied().Prompt);
        return generation.AskAsync(run, cancellationToken);
    }

    public void Dispose() => generation.Dispose();

    private PromptRequestConfig Varied() => variation.Fill(request);
}

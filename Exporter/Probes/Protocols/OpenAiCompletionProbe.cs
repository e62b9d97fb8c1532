using Exporter.Configuration;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>openai-completion</c>: <c>POST /v1/completions</c>, a text to be continued, of vLLM, SGLang, llama.cpp and others.</summary>
internal sealed class OpenAiCompletionProbe(TargetConfig target, OpenAiCompletionProbeConfig config) : IProbe
{
    private readonly OpenAiGeneration generation = new(
        target,
        config,
        config.Path,
        config.Request.Stream,
        askForUsage => OpenAiCompletionRequest.Serialise(config.Request, target.Model, askForUsage),
        new GenerationAnswer(OpenAiMessage.Completion, config.Request.Stream, config.Expect, config.BodySizeLimitBytes));

    private readonly ProbeInput input = ProbeInput.Prompt(config.Request.Prompt);

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.OpenAiCompletion, cancellationToken).ConfigureAwait(false);

    public Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        run.Input = input;
        return generation.AskAsync(run, cancellationToken);
    }

    public void Dispose() => generation.Dispose();
}

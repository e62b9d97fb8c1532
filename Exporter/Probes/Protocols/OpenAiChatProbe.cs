using Exporter.Configuration;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>openai-chat</c>: <c>POST /v1/chat/completions</c> of vLLM, SGLang, llama.cpp, LM Studio, LiteLLM and others.</summary>
internal sealed class OpenAiChatProbe(TargetConfig target, OpenAiChatProbeConfig config) : IProbe
{
    private readonly OpenAiGeneration generation = new(
        target,
        config,
        config.Path,
        config.Request.Stream,
        askForUsage => OpenAiChatRequest.Serialise(config.Request, target.Model, askForUsage),
        new GenerationAnswer(OpenAiMessage.Chat, config.Request.Stream, config.Expect, config.BodySizeLimitBytes));

    private readonly ProbeInput input = ProbeInput.Prompt(config.Request.System, config.Request.Prompt);

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.OpenAiChat, cancellationToken).ConfigureAwait(false);

    public Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        run.Input = input;
        return generation.AskAsync(run, cancellationToken);
    }

    public void Dispose() => generation.Dispose();
}

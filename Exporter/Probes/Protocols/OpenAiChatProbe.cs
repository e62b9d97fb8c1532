using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Templating;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>openai-chat</c>: <c>POST /v1/chat/completions</c> of vLLM, SGLang, llama.cpp, LM Studio, LiteLLM and others.</summary>
internal sealed class OpenAiChatProbe : IProbe
{
    private readonly ChatRequestConfig request;
    private readonly PromptVariation variation;
    private readonly OpenAiGeneration generation;

    /// <param name="random">Of placeholders and nonces; null means any.</param>
    public OpenAiChatProbe(TargetConfig target, OpenAiChatProbeConfig config, Random? random = null)
    {
        request = config.Request;
        variation = new PromptVariation(config, random, request.System, request.Prompt);
        generation = new OpenAiGeneration(
            target,
            config,
            config.Path,
            request.Stream,
            askForUsage => OpenAiChatRequest.Serialise(Varied(), target.Model, askForUsage, variation.WriteFields),
            new GenerationAnswer(OpenAiMessage.Chat, request.Stream, config.Expect, config.BodySizeLimitBytes),
            variation.Varies);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.OpenAiChat, cancellationToken).ConfigureAwait(false);

    public Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        variation.Next(run.Time);
        var asked = Varied();
        run.Input = ProbeInput.Prompt(asked.System, asked.Prompt);
        return generation.AskAsync(run, cancellationToken);
    }

    public void Dispose() => generation.Dispose();

    private ChatRequestConfig Varied() => variation.Fill(request);
}

using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Templating;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>tgi-generate</c>: <c>POST /generate</c> and <c>/generate_stream</c> of Text Generation Inference.</summary>
internal sealed class TgiGenerateProbe : IProbe
{
    private readonly ModelClient client;
    private readonly PromptRequestConfig prompt;
    private readonly PromptVariation variation;
    private readonly ModelRequest request;
    private readonly GenerationAnswer answers;

    /// <param name="random">Of placeholders and nonces; null means any.</param>
    public TgiGenerateProbe(TargetConfig target, TgiGenerateProbeConfig config, Random? random = null)
    {
        prompt = config.Request;
        variation = new PromptVariation(config, random, prompt.Prompt);
        client = new ModelClient(target, config);
        request = client.Post(config.AskedPath, Serialise(variation.Fill(prompt)), prompt.Stream);
        answers = new GenerationAnswer(TgiMessage.Wire, config.Request.Stream, config.Expect, config.BodySizeLimitBytes);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.TgiGenerate, cancellationToken).ConfigureAwait(false);

    public Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        variation.Next(run.Time);
        var asked = variation.Fill(prompt);
        run.Input = ProbeInput.Prompt(asked.Prompt);
        var question = variation.Varies ? request with { Body = Serialise(asked) } : request;
        return client.AskAsync(run, question, (answer, body, token) => JudgeAsync(run, answer, body, token), cancellationToken);
    }

    public void Dispose() => client.Dispose();

    private Task<ProbeResult> JudgeAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        ServerHeaders.Note(run, answer);
        return answers.JudgeAsync(run, answer, body, cancellationToken);
    }

    /// <summary>The server refuses a temperature of 0: without sampling it is as good as that.</summary>
    private static byte[] Serialise(PromptRequestConfig request) => JsonBody.Of(json =>
    {
        json.WriteString("inputs", request.Prompt);
        json.WriteStartObject("parameters");
        json.WriteNumber("max_new_tokens", request.MaxTokens);
        json.WriteBoolean("do_sample", request.Temperature > 0);
        if (request.Temperature > 0)
        {
            json.WriteNumber("temperature", request.Temperature);
        }

        json.WriteBoolean("details", true);
        json.WriteEndObject();
    });
}

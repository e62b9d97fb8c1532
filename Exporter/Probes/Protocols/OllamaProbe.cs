using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Templating;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>ollama</c>: <c>POST /api/chat</c> or <c>/api/generate</c>. Unless it may, it neither loads a model nor keeps one loaded.</summary>
internal sealed class OllamaProbe : IProbe
{
    private readonly string model;
    private readonly OllamaProbeConfig config;
    private readonly ModelClient client;
    private readonly ModelRequest loadedModels;
    private readonly ModelRequest question;
    private readonly GenerationAnswer answers;
    private readonly PromptVariation variation;
    private readonly OllamaResidency residency = new();

    /// <param name="random">Of placeholders and nonces; null means any.</param>
    public OllamaProbe(TargetConfig target, OllamaProbeConfig config, Random? random = null)
    {
        this.config = config;
        model = target.Model ?? string.Empty;
        client = new ModelClient(target, config);
        loadedModels = client.Get("/api/ps");
        variation = new PromptVariation(config, random, config.Request.System, config.Request.Prompt);
        question = client.Post(config.AskedPath, OllamaRequest.Serialise(config.Api, variation.Fill(config.Request), target.Model), config.Request.Stream);
        answers = new GenerationAnswer(OllamaMessage.Wire, config.Request.Stream, config.Expect, config.BodySizeLimitBytes);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.Ollama, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        variation.Next(run.Time);
        var asked = variation.Fill(config.Request);
        run.Input = ProbeInput.Prompt(asked.System, asked.Prompt);
        var next = variation.Varies ? question with { Body = OllamaRequest.Serialise(config.Api, asked, model) } : question;
        if (config is { AllowLoad: true, AllowKeepAlive: true })
        {
            return await AskAsync(run, next, cancellationToken).ConfigureAwait(false);
        }

        var (look, isLoaded, expiry) = await LookAsync(run, cancellationToken).ConfigureAwait(false);
        if (!look.IsSuccess)
        {
            return look;
        }

        return Objection(run, isLoaded, expiry) ?? await AskAndLookAsync(run, next, expiry, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => client.Dispose();

    /// <summary>Why nothing may be asked now; null when it may.</summary>
    private ProbeResult? Objection(ProbeRun run, bool isLoaded, DateTimeOffset? expiry)
    {
        if (!isLoaded)
        {
            residency.Forget();
            return config.AllowLoad ? null : run.Skip(ProbeSkipReason.NotLoaded, $"the model '{model}' is not loaded; a question would load it");
        }

        return !config.AllowKeepAlive && residency.IsIdle(expiry, run.Time.GetUtcNow())
            ? run.Skip(ProbeSkipReason.Idle, $"nobody else has used the model '{model}' since the last probe; another would keep it loaded")
            : null;
    }

    private Task<ProbeResult> AskAsync(ProbeRun run, ModelRequest next, CancellationToken cancellationToken) =>
        client.AskAsync(run, next, (answer, body, token) => answers.JudgeAsync(run, answer, body, token), cancellationToken);

    private async Task<ProbeResult> AskAndLookAsync(ProbeRun run, ModelRequest next, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        // Should it end early, then the server has been asked all the same.
        residency.Asked(before, null);
        var result = await AskAsync(run, next, cancellationToken).ConfigureAwait(false);
        if (!config.AllowKeepAlive)
        {
            residency.Asked(before, await LookAfterwardsAsync(run, cancellationToken).ConfigureAwait(false));
        }

        return result;
    }

    /// <summary>The look after the answer is no part of the probe: what becomes of it does not change the result.</summary>
    private async Task<DateTimeOffset?> LookAfterwardsAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        try
        {
            return (await LookAsync(run.Beside(), cancellationToken).ConfigureAwait(false)).Expiry;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<(ProbeResult Result, bool IsLoaded, DateTimeOffset? Expiry)> LookAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        var isLoaded = false;
        DateTimeOffset? expiry = null;
        var result = await client.AskAsync(
            run,
            loadedModels,
            (answer, body, token) => JsonAnswer.JudgeAsync(run, answer, body, config.BodySizeLimitBytes, Judge, token),
            cancellationToken).ConfigureAwait(false);
        return (result, isLoaded, expiry);

        ProbeResult Judge(JsonElement root)
        {
            if (OllamaModels.IsLoaded(root, model, out expiry) is not { } found)
            {
                return run.Fail(ProbeErrorType.Other, $"GET /api/ps answered with no list of models: {root.GetRawText()}");
            }

            isLoaded = found;
            return run.Succeed();
        }
    }
}

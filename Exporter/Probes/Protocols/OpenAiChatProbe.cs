using System.Text;
using Exporter.Configuration;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>openai-chat</c>: <c>POST /v1/chat/completions</c> of vLLM, SGLang, llama.cpp, LM Studio, LiteLLM and others.</summary>
internal sealed class OpenAiChatProbe : IProbe
{
    private readonly OpenAiChatProbeConfig config;
    private readonly HttpTransport transport;
    private readonly RequestBuilder requests;
    private readonly TextExpectation expectation;
    private readonly byte[] body;
    private readonly byte[] bodyWithoutUsage;

    /// <summary>Set for good once the server has refused the field: asking each time would double every probe.</summary>
    private bool refusesUsage;

    public OpenAiChatProbe(TargetConfig target, OpenAiChatProbeConfig config)
    {
        this.config = config;
        transport = new HttpTransport(config);
        requests = new RequestBuilder(target, config, config.Path);
        expectation = new TextExpectation(config.Expect);
        body = OpenAiChatRequest.Serialise(config.Request, target.Model, askForUsage: true);
        bodyWithoutUsage = OpenAiChatRequest.Serialise(config.Request, target.Model, askForUsage: false);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.OpenAiChat, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        run.ExpectsStream = config.Request.Stream;
        if (!Credentials.TryResolve(config, run, out var credentials, out var failure))
        {
            return failure!;
        }

        var asksForUsage = config.Request.Stream && !refusesUsage;
        var result = await AskAsync(run, asksForUsage ? body : bodyWithoutUsage, credentials, cancellationToken).ConfigureAwait(false);
        return asksForUsage && refusesUsage
            ? await AskAsync(run, bodyWithoutUsage, credentials, cancellationToken).ConfigureAwait(false)
            : result;
    }

    public void Dispose() => transport.Dispose();

    private Task<ProbeResult> AskAsync(ProbeRun run, byte[] requestBody, string? credentials, CancellationToken cancellationToken) =>
        transport.ExchangeAsync(
            run,
            () => requests.Build(HttpMethod.Post, requestBody, "application/json", credentials),
            (answer, answerBody, token) => JudgeAsync(run, answer, answerBody, token),
            cancellationToken);

    private async Task<ProbeResult> JudgeAsync(ProbeRun run, HttpResponseMessage answer, Stream answerBody, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            var error = await ErrorAnswer.ReadAsync(answerBody, cancellationToken).ConfigureAwait(false);
            refusesUsage |= (int)answer.StatusCode is 400 or 422 && error.Contains("stream_options", StringComparison.Ordinal);
            return ErrorAnswer.Judge(run, (int)answer.StatusCode, error);
        }

        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (!config.Request.Stream || string.Equals(mediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return await JudgeWholeAsync(run, answer, answerBody, cancellationToken).ConfigureAwait(false);
        }

        var stream = new OpenAiStream(run, "delta", config.BodySizeLimitBytes);
        return await stream.ReadAsync(answerBody, mediaType, cancellationToken).ConfigureAwait(false) ?? JudgeText(run, stream.Text);
    }

    private async Task<ProbeResult> JudgeWholeAsync(ProbeRun run, HttpResponseMessage answer, Stream answerBody, CancellationToken cancellationToken)
    {
        var bytes = await BoundedBody.ReadAsync(answer, answerBody, config.BodySizeLimitBytes, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            return run.Fail(ProbeErrorType.BodyTooLarge, $"the body is longer than {config.BodySizeLimitBytes} bytes");
        }

        using var document = JsonText.TryParse(bytes.Value, out var problem);
        if (document is null)
        {
            return run.Fail(ProbeErrorType.NotJson, $"the answer is no JSON: {problem}");
        }

        var message = OpenAiMessage.Read(document.RootElement, "message");
        if (message.Error is not null)
        {
            var error = ErrorAnswer.IsOutOfMemory(message.Error) ? ProbeErrorType.OutOfMemory : ProbeErrorType.Other;
            return run.Fail(error, $"the server reported an error with status {(int)answer.StatusCode}: {message.Error}");
        }

        if (!message.HasChoices)
        {
            return run.Fail(ProbeErrorType.Other, $"the answer has no choices: {Encoding.UTF8.GetString(bytes.Value.Span)}");
        }

        run.Tokens = message.Usage;
        run.FinishReason = message.FinishReason;
        run.ServerDurations = message.Durations;
        return JudgeText(run, message.Text ?? string.Empty);
    }

    private ProbeResult JudgeText(ProbeRun run, string text) =>
        expectation.Violation(text) is { } wrong ? run.Fail(ProbeErrorType.Assertion, wrong) : run.Succeed();
}

using System.Text;
using Exporter.Configuration;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>http</c>: any request; the answer is judged by status, text and JSON values.</summary>
internal sealed class HttpProbe(TargetConfig target, HttpProbeConfig config) : IProbe
{
    private readonly HttpTransport transport = new(config);
    private readonly RequestBuilder requests = new(target, config, config.Path);
    private readonly HttpMethod method = new(config.Method);
    private readonly byte[]? requestBody = config.Body is null ? null : Encoding.UTF8.GetBytes(config.Body);
    private readonly HttpExpectation expectation = new(config.Expect);

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.Http, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        if (!Credentials.TryResolve(config, run, out var credentials, out var failure))
        {
            return failure!;
        }

        if (!TryReadBody(run, out var body, out failure))
        {
            return failure!;
        }

        return await transport.ExchangeAsync(
            run,
            () => requests.Build(method, body, config.ContentType, credentials),
            (answer, body, token) => JudgeAsync(run, answer, body, token),
            cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => transport.Dispose();

    /// <summary>A body in a file is read anew, so that another one needs no reload.</summary>
    private bool TryReadBody(ProbeRun run, out byte[]? body, out ProbeResult? failure)
    {
        (body, failure) = (requestBody, null);
        try
        {
            body = config.BodyFile is null ? requestBody : File.ReadAllBytes(config.BodyFile);
            return true;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            failure = run.Fail(ProbeErrorType.Other, $"no body: {missing.Message}");
            return false;
        }
    }

    private async Task<ProbeResult> JudgeAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        if (!expectation.Accepts(status))
        {
            return ErrorAnswer.Judge(run, status, await ErrorAnswer.ReadAsync(body, cancellationToken).ConfigureAwait(false));
        }

        if (expectation.Violation(answer) is { } wrongHeader)
        {
            return run.Fail(ProbeErrorType.Assertion, wrongHeader);
        }

        var bytes = await BoundedBody.ReadAsync(answer, body, config.BodySizeLimitBytes, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            return run.Fail(ProbeErrorType.BodyTooLarge, $"the body is longer than {config.BodySizeLimitBytes} bytes");
        }

        return expectation.Violation(bytes.Value) is { } wrong ? run.Fail(wrong.Error, wrong.Reason) : run.Succeed();
    }
}

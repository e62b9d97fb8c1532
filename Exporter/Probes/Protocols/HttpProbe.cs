using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Templates;
using Exporter.Probes.Judging;
using Exporter.Probes.Templating;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>http</c>: any request; the answer is judged by status, text and JSON values.</summary>
/// <param name="random">Of placeholders; null means any.</param>
internal sealed class HttpProbe(TargetConfig target, HttpProbeConfig config, Random? random = null) : IProbe
{
    private readonly HttpTransport transport = new(config);
    private readonly HealthLook? health = HealthLook.Of(target, config, config.HealthPathFor(target.Model));
    private readonly Template path = Template.Of(config.PathFor(target.Model));
    private readonly Template? body = config.Body is null ? null : Template.Of(config.Body);
    private readonly TemplateSource draws = new(config.Cases, config.CaseOrder, random ?? Random.Shared);
    private readonly bool isJson = config.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase);
    private readonly HttpMethod method = new(config.Method);
    private readonly HttpExpectation expectation = new(config.Expect);

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.Http, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        if (!Credentials.TryResolve(config, run, out var credentials, out var failure))
        {
            return failure!;
        }

        var draw = draws.Draw(run.Time);
        if (!TryReadBody(run, draw, out var bytes, out failure))
        {
            return failure!;
        }

        if (health is not null && await health.ObjectionAsync(transport, run, credentials, cancellationToken).ConfigureAwait(false) is { } unwell)
        {
            return unwell;
        }

        var requests = new RequestBuilder(target, config, draw.FillPath(path));
        return await transport.ExchangeAsync(
            run,
            () => requests.Build(method, bytes, config.ContentType, credentials),
            (answer, body, token) => JudgeAsync(run, answer, body, token),
            cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => transport.Dispose();

    /// <summary>A body in a file is read anew, so that another one needs no reload.</summary>
    private bool TryReadBody(ProbeRun run, TemplateDraw draw, out byte[]? bytes, out ProbeResult? failure)
    {
        (bytes, failure) = (null, null);
        try
        {
            bytes = config.BodyFile is { } file ? File.ReadAllBytes(file) : Filled(draw);
            failure = config.BodyFile is not null && bytes is { Length: 0 } ? run.Fail(ProbeErrorType.Other, $"no body: the file {config.BodyFile} is empty") : null;
            return failure is null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            failure = run.Fail(ProbeErrorType.Other, $"no body: {missing.Message}");
            return false;
        }
    }

    private byte[]? Filled(TemplateDraw draw) => body is null ? null : Encoding.UTF8.GetBytes(isJson ? draw.FillJson(body) : draw.Fill(body));

    private async Task<ProbeResult> JudgeAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        if (!expectation.Accepts(status))
        {
            return await ErrorAnswer.JudgeAsync(run, answer, body, cancellationToken).ConfigureAwait(false);
        }

        if (expectation.Violation(answer) is { } wrongHeader)
        {
            return run.Fail(ProbeErrorType.Assertion, wrongHeader);
        }

        var received = await BoundedBody.ReadAsync(answer, body, config.BodySizeLimitBytes, cancellationToken).ConfigureAwait(false);
        if (received is null)
        {
            return run.Fail(ProbeErrorType.BodyTooLarge, $"the body is longer than {config.BodySizeLimitBytes} bytes");
        }

        if ((expectation.JudgesBody || run.Case is not null) && ContentCoding.Objection(answer) is { } compressed)
        {
            // A pattern that must not occur never occurs in there.
            return run.Fail(expectation.NeedsJson ? ProbeErrorType.NotJson : ProbeErrorType.Assertion, compressed);
        }

        if (run.Case is not null)
        {
            run.Answer = new AnswerContent { Text = Encoding.UTF8.GetString(received.Value.Span) };
        }

        return expectation.Violation(received.Value) is { } wrong ? run.Fail(wrong.Error, wrong.Reason) : run.Succeed();
    }
}

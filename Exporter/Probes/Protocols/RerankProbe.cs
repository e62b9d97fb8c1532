using System.Text.Json;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Probe <c>rerank</c>: documents put in order. Which dialect the server speaks is set, or found by asking in each.</summary>
internal sealed class RerankProbe : IProbe
{
    private static readonly RerankDialect[] Spoken = [RerankDialect.Jina, RerankDialect.Tei, RerankDialect.Score];

    private readonly RerankProbeConfig config;
    private readonly ModelClient client;
    private readonly RerankExpectation expectation;
    private readonly ProbeInput input;

    /// <summary>The ways to ask; one, once it is known.</summary>
    private ModelRequest[] requests;

    public RerankProbe(TargetConfig target, RerankProbeConfig config)
    {
        this.config = config;
        client = new ModelClient(target, config);
        requests = [.. Spoken
            .Where(dialect => config.Dialect == RerankDialect.Auto || config.Dialect == dialect)
            .Select(dialect => client.Post((config with { Dialect = dialect }).AskedPath, RerankRequest.Serialise(dialect, config.Request, target.Model)))];
        expectation = new RerankExpectation(config.Expect, config.Request.Documents.Count);
        input = ProbeInput.Batch(config.Request.Documents, config.Request.Query);
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) =>
        await ProbeWarmUp.OnceAsync(ProbeType.Rerank, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        run.Input = input;
        ProbeResult? first = null;
        foreach (var request in requests)
        {
            var result = await client.AskAsync(run, request, (answer, body, token) => JudgeAsync(run, answer, body, token), cancellationToken).ConfigureAwait(false);
            if (!IsNotUnderstood(result))
            {
                // Any other failure is one of a server that knows the path: it is the answer of this probe, but no proof of the dialect.
                requests = result.StatusCode is >= 200 and <= 299 && result.ErrorType is null or ProbeErrorType.Assertion ? [request] : requests;
                return result;
            }

            first ??= result;
        }

        return first!;
    }

    public void Dispose() => client.Dispose();

    /// <summary>Whether the path or the form of the request is unknown to the server, so that another dialect is worth trying.</summary>
    private static bool IsNotUnderstood(ProbeResult result) => !result.IsSuccess && result.StatusCode is 400 or 404 or 405 or 422;

    private Task<ProbeResult> JudgeAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        ServerHeaders.Note(run, answer);
        return JsonAnswer.JudgeAsync(run, answer, body, config.BodySizeLimitBytes, root => Judge(run, root), cancellationToken);
    }

    private ProbeResult Judge(ProbeRun run, JsonElement root)
    {
        if (RerankScores.Read(root, out var problem) is not { } scores)
        {
            return run.Fail(ProbeErrorType.Other, $"the answer holds no scores: {root.GetRawText()}");
        }

        run.Tokens = OpenAiMessage.UsageOf(root)?.FilledFrom(run.Tokens) ?? run.Tokens;
        if (run.Case is not null)
        {
            run.Answer = new AnswerContent { Text = root.GetRawText(), Scores = RerankScores.ByDocument(scores) };
        }

        return (problem ?? expectation.Violation(scores)) is { } wrong ? run.Fail(ProbeErrorType.Assertion, wrong) : run.Succeed();
    }
}

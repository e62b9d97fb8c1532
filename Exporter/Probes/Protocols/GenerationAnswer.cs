using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>Judges generated text, streamed or in one piece.</summary>
/// <param name="stream">Whether a stream was asked for; a server may answer in one piece all the same.</param>
internal sealed class GenerationAnswer(GenerationWire wire, bool stream, TextExpectConfig expect, long bodySizeLimitBytes)
{
    private readonly TextExpectation expectation = new(expect);

    public async Task<ProbeResult> JudgeAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (!stream || string.Equals(mediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return await JsonAnswer.JudgeAsync(run, answer, body, bodySizeLimitBytes, root => JudgeWhole(run, root), cancellationToken).ConfigureAwait(false);
        }

        if (ContentCoding.Objection(answer) is { } compressed)
        {
            return run.Fail(ProbeErrorType.NotJson, compressed);
        }

        var events = new GenerationStream(run, wire, bodySizeLimitBytes);
        return await events.ReadAsync(body, mediaType, cancellationToken).ConfigureAwait(false) ?? JudgeText(run, events.Text);
    }

    private ProbeResult JudgeWhole(ProbeRun run, JsonElement root)
    {
        var part = wire.ReadWhole(root);
        if (!part.IsAnswer)
        {
            return run.Fail(ProbeErrorType.Other, $"the answer holds nothing generated: {root.GetRawText()}");
        }

        run.Tokens = part.Usage?.FilledFrom(run.Tokens) ?? run.Tokens;
        run.FinishReason = part.FinishReason;
        run.ServerDurations = part.Durations ?? run.ServerDurations;
        return JudgeText(run, part.Text ?? string.Empty);
    }

    private ProbeResult JudgeText(ProbeRun run, string text)
    {
        run.Answer = new AnswerContent { Text = text };
        return expectation.Violation(text) is { } wrong ? run.Fail(ProbeErrorType.Assertion, wrong) : run.Succeed();
    }
}

using Exporter.Configuration.Probes;
using Exporter.Probes.Quality;
using Exporter.Probes.Streaming;

namespace Exporter.Probes;

/// <summary>What one probe found out. Immutable; made by <see cref="ProbeRun"/>.</summary>
internal sealed record ProbeResult
{
    /// <summary>Null exactly when nothing was asked; see <see cref="Skipped"/>.</summary>
    public required ProbeOutcome? Outcome { get; init; }

    /// <summary>Why nothing was asked: a look at the server's state said that the question would do harm. It counts as no request. Null for a probe.</summary>
    public ProbeSkipReason? Skipped { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public ProbeErrorType? ErrorType { get; init; }

    /// <summary>Whether it failed on this side before the server was reached (no credentials, no file or port left), so that it says nothing of the server.</summary>
    public bool IsOurs { get; init; }

    /// <summary>One line for a person, secrets masked; null when it succeeded.</summary>
    public string? Reason { get; init; }

    /// <summary>From just before the request was sent to the end of the answer or to the failure.</summary>
    public required TimeSpan Duration { get; init; }

    public required ProbePhases Phases { get; init; }

    /// <summary>Where it was when it failed; null when it succeeded, and when it failed before the first phase or over an answer.</summary>
    public UnfinishedPhase? Unfinished { get; init; }

    /// <summary>HTTP status; null without an answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Until the headers of the answer; null without an answer.</summary>
    public TimeSpan? TimeToHeaders { get; init; }

    /// <summary>Timings of a stream; null where nothing was generated or the answer was no stream.</summary>
    public StreamTimings? Stream { get; init; }

    /// <summary>Null where the protocol has no tokens or the server does not tell.</summary>
    public TokenCounts? Tokens { get; init; }

    /// <summary>Why the model stopped, in the server's words; null where it did not say.</summary>
    public string? FinishReason { get; init; }

    public ServerDurations? ServerDurations { get; init; }

    /// <summary>The place in the server's own queue that the question was given when it joined; null where the server tells none.</summary>
    public QueuePlace? QueueJoined { get; init; }

    /// <summary>The place that the server told last.</summary>
    public QueuePlace? QueueLast { get; init; }

    /// <summary>Earliest end of validity in the server's certificate chain; null without TLS.</summary>
    public DateTimeOffset? CertificateExpiry { get; init; }

    /// <summary>What was sent; null where the protocol does not say.</summary>
    public ProbeInput? Input { get; init; }

    /// <summary>What was answered, whole; null where there was no such answer.</summary>
    public AnswerContent? Answer { get; init; }

    /// <summary>The case that was asked; null where the probe asked its own question.</summary>
    public QualityCaseConfig? Case { get; init; }

    /// <summary>What the answer to the case was worth; null without a case or without an answer that can be read.</summary>
    public QualityVerdict? Quality { get; init; }

    public bool IsSuccess => Outcome == ProbeOutcome.Success;

    /// <summary>What a user waited for: the last generated token of a stream, else the end of the answer.</summary>
    public TimeSpan AnswerDuration => Stream?.TimeToLastToken ?? Duration;
}

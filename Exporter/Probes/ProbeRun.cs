using Exporter.Configuration.Probes;
using Exporter.Probes.Streaming;
using Exporter.Probes.Transport;

namespace Exporter.Probes;

/// <summary>
/// One probe in progress: the protocol notes how far it has come and what it saw, and at the end it becomes the
/// <see cref="ProbeResult"/>. A time-out makes its result from the same notes, so it can say where it struck.
/// </summary>
/// <remarks>Written by one flow at a time; after a time-out the abandoned flow may still write, which changes no result.</remarks>
internal sealed class ProbeRun(TimeProvider time)
{
    private readonly ExchangeClock clock = new(time);
    private SentRequest? asking;

    /// <summary>The clock of every measurement.</summary>
    public TimeProvider Time => time;

    public ProbeStage Stage => clock.Stage;

    /// <summary>Whether the exchange opened a connection of its own instead of taking a kept one.</summary>
    public bool OpenedConnection { get; private set; }

    /// <summary>Whether the protocol waits for a stream of tokens, so that a time-out before the first one has a name of its own.</summary>
    public bool ExpectsStream { get; set; }

    /// <summary>HTTP status; null before the answer.</summary>
    public int? StatusCode { get; private set; }

    /// <summary>When the server wants to be asked again, as its header says it; null where it does not say.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>What the status of the answer says already, while the text that explains it is still being read; null where it is accepted.</summary>
    public (ProbeErrorType Error, string Reason)? Refusal { get; set; }

    public StreamClock? Stream { get; private set; }

    public TokenCounts? Tokens { get; set; }

    public string? FinishReason { get; set; }

    public ServerDurations? ServerDurations { get; set; }

    /// <summary>The wait in the server's own queue; null where the server tells of none.</summary>
    public QueueWait? Queue { get; set; }

    public DateTimeOffset? CertificateExpiry { get; set; }

    /// <summary>What the request sends; null where the protocol does not say.</summary>
    public ProbeInput? Input { get; set; }

    /// <summary>The answer, noted as soon as it is whole and before it is judged; null until then.</summary>
    public AnswerContent? Answer { get; set; }

    /// <summary>The case that is asked; null where the probe asks its own question.</summary>
    public QualityCaseConfig? Case { get; set; }

    /// <summary>A secret of the request that no reason may show; null means none.</summary>
    public string? Secret { get; set; }

    /// <summary>Told of every HTTP request that was written; null where nobody asks.</summary>
    public Action<SentRequest>? Sent { get; init; }

    /// <summary>What the server sends first: in the handshake, and then as its answer.</summary>
    public FirstWords FirstWords { get; } = new();

    /// <summary>Whether the server asked for a client certificate, and there was none to give.</summary>
    public bool LacksClientCertificate { get; set; }

    /// <summary>Port of our end of the newest connection; 0 before the first.</summary>
    public int LocalPort { get; set; }

    /// <summary>For a look before or after that is no part of the probe: its requests are told, and nothing of it is in the result.</summary>
    public ProbeRun Beside() => new(time) { Sent = Sent };

    /// <summary>The clock starts: call it with the request ready, immediately before it is sent. A second call forgets what the first led to.</summary>
    public void Begin()
    {
        clock.Begin();
        ForgetNotes();
    }

    /// <summary>The answer sends us elsewhere: the clock runs on, and each phase goes on from where it stood.</summary>
    public void Redirected()
    {
        clock.Redirected();
        ForgetNotes();
    }

    /// <summary>The same request is sent again on another connection; the clock runs on.</summary>
    public void Retry()
    {
        asking?.Lost();
        clock.Forget();
        ForgetNotes();
    }

    /// <summary>A further request of the same probe is sent: the clock runs on, and what the first connection cost stands.</summary>
    public void Continue()
    {
        clock.Continue();
        OpenedConnection = false;
        StatusCode = null;
        Refusal = null;
        FirstWords.Forget();
    }

    public void BeginResolve()
    {
        clock.BeginResolve();
        OpenedConnection = true;
    }

    public void BeginConnect() => clock.BeginConnect();

    public void BeginTls()
    {
        clock.BeginTls();
        FirstWords.Forget();
    }

    /// <summary>The connection, TLS included, is ready for the request.</summary>
    public void ConnectionReady()
    {
        clock.ConnectionReady();
        FirstWords.Forget();
    }

    public void RequestWritten() => clock.RequestWritten();

    /// <summary>Bytes came in; of an answer that is understood nobody will ask how it began.</summary>
    public void Hear(ReadOnlySpan<byte> bytes)
    {
        if (Stage < ProbeStage.Receiving)
        {
            FirstWords.Hear(bytes);
        }
    }

    /// <summary>A request is about to be written: told now, as its server may log it before the writing returns.</summary>
    public void Asks(int localPort, string method, string path)
    {
        asking = new SentRequest(localPort, method, path);
        Sent?.Invoke(asking);
    }

    public void HeadersReceived(int statusCode)
    {
        AnswerBegins();
        StatusCode = statusCode;
        asking?.Answered(statusCode);
    }

    /// <summary>The beginning of an answer is here; for protocols without headers its first byte.</summary>
    public void AnswerBegins() => clock.AnswerBegins();

    /// <summary>A read of the answer has returned. The last one ends the probe's time: parsing and judging are our own.</summary>
    public void AnswerRead() => clock.AnswerRead();

    /// <summary>The answer is a stream; its clock counts from when the question was asked.</summary>
    /// <param name="asked">When the question was sent, for a protocol that opens a session first; null means at the beginning.</param>
    public StreamClock BeginStream(long? asked = null) => Stream = new StreamClock(time, asked ?? clock.Begun);

    /// <summary>An event with generated material was read at <paramref name="timestamp"/>.</summary>
    /// <param name="timestamp">Of <see cref="Time"/>, taken when the bytes were read.</param>
    /// <param name="isOutput">Whether it holds answer text, not only reasoning or a tool call.</param>
    public void TokenReceived(long timestamp, bool isOutput)
    {
        Stream!.Saw(timestamp, isOutput);
        clock.TokenReceived(timestamp);
    }

    public ProbeResult Succeed() => Finish(ProbeOutcome.Success, null, null);

    /// <param name="reason">One line for a person; it is shortened, cleaned of control characters and of the secret.</param>
    public ProbeResult Fail(ProbeErrorType error, string reason)
    {
        var outcome = ProbeErrorTable.OutcomeOf(error, requestSent: Stage >= ProbeStage.Waiting, StatusCode);
        return Finish(outcome, error, ReasonText.Clean(reason, Secret));
    }

    /// <summary>The result of a run that asked nothing, because the question would do harm.</summary>
    public ProbeResult Skip(ProbeSkipReason why, string reason) =>
        Finish(null, null, ReasonText.Clean(reason, Secret)) with { Skipped = why };

    /// <summary>The result of a run that its time-out ended.</summary>
    public ProbeResult TimeOut(TimeSpan timeout)
    {
        clock.RanOut();
        if (Refusal is { } refusal)
        {
            return Fail(refusal.Error, $"{refusal.Reason}, whose text was not whole within {ReasonText.Seconds(timeout)}");
        }

        var (error, where) = TimeOutPlace.Of(this);
        return Fail(error, $"time-out of {ReasonText.Seconds(timeout)} {where}");
    }

    private ProbeResult Finish(ProbeOutcome? outcome, ProbeErrorType? error, string? reason)
    {
        var end = clock.End;
        var tokens = TokenCounts.Of(Tokens, Stream?.CountedTokens);
        return new ProbeResult
        {
            Outcome = outcome,
            ErrorType = error,
            IsOurs = error is ProbeErrorType.Other && Stage <= ProbeStage.Connecting,
            Reason = reason,
            Duration = clock.Elapsed(end),
            Phases = clock.Phases(end),
            Unfinished = error is null ? null : clock.Unfinished(end),
            StatusCode = StatusCode,
            TimeToHeaders = clock.TimeToHeaders,
            Stream = Stream?.Read(tokens),
            Tokens = tokens,
            FinishReason = FinishReason,
            ServerDurations = ServerDurations,
            QueueJoined = Queue?.First,
            QueueLast = Queue?.Last,
            CertificateExpiry = CertificateExpiry,
            Input = Input,
            Answer = Answer,
            Case = Case,
        };
    }

    private void ForgetNotes()
    {
        OpenedConnection = false;
        StatusCode = null;
        Refusal = null;
        Stream = null;
        Tokens = null;
        FinishReason = null;
        ServerDurations = null;
        Queue = null;
        CertificateExpiry = null;
        LacksClientCertificate = false;
        FirstWords.Forget();
        Answer = null;
    }
}

namespace Exporter.Probes;

/// <summary>How far the exchange of one run has come and when: the times of its steps, and the phases that lie between them.</summary>
internal sealed class ExchangeClock(TimeProvider time)
{
    private long hopBegun = time.GetTimestamp();
    private ProbePhases before = new();
    private long? resolving;
    private long? resolved;
    private long? connected;
    private long? secured;
    private long? headers;
    private long? answerRead;

    /// <summary>When the question was sent first.</summary>
    public long Begun { get; private set; } = time.GetTimestamp();

    public ProbeStage Stage { get; private set; }

    /// <summary>The end of the probe's time: the last read of the answer, or now where none was made.</summary>
    public long End => answerRead ?? time.GetTimestamp();

    /// <summary>Null without an answer.</summary>
    public TimeSpan? TimeToHeaders => Between(Begun, headers);

    public void Begin()
    {
        Forget();
        Begun = hopBegun = time.GetTimestamp();
        before = new ProbePhases();
    }

    /// <summary>From here on another server is asked: each phase goes on from where it stood.</summary>
    public void Redirected()
    {
        hopBegun = time.GetTimestamp();
        before = Phases(hopBegun);
        Forget();
    }

    /// <summary>A further request: what the first connection cost stands.</summary>
    public void Continue()
    {
        Stage = ProbeStage.Starting;
        headers = answerRead = null;
    }

    /// <summary>The steps since the beginning, or since the last redirect, did not count; the time does.</summary>
    public void Forget()
    {
        Stage = ProbeStage.Starting;
        resolving = resolved = connected = secured = headers = answerRead = null;
    }

    public void BeginResolve()
    {
        Advance(ProbeStage.Resolving);
        resolving ??= time.GetTimestamp();
    }

    public void BeginConnect()
    {
        Advance(ProbeStage.Connecting);
        resolved ??= time.GetTimestamp();
    }

    public void BeginTls()
    {
        Advance(ProbeStage.Securing);
        connected ??= time.GetTimestamp();
    }

    public void ConnectionReady()
    {
        if (Stage == ProbeStage.Securing)
        {
            secured ??= time.GetTimestamp();
        }
        else
        {
            connected ??= time.GetTimestamp();
        }

        Advance(ProbeStage.Connected);
    }

    public void RequestWritten() => Advance(ProbeStage.Waiting);

    public void AnswerBegins()
    {
        headers = time.GetTimestamp();
        Advance(ProbeStage.Receiving);
    }

    public void AnswerRead() => answerRead = time.GetTimestamp();

    public void TokenReceived(long timestamp)
    {
        // Its reader may have looked at the clock a moment after the read.
        answerRead = answerRead is { } read ? Math.Max(read, timestamp) : null;
        Advance(ProbeStage.Generating);
    }

    /// <summary>The time ran out: it ends now, whatever was read before.</summary>
    public void RanOut() => answerRead = null;

    public TimeSpan Elapsed(long end) => time.GetElapsedTime(Begun, end);

    /// <summary>The phases up to <paramref name="end"/>, those of the servers that sent us on included.</summary>
    public ProbePhases Phases(long end) => before.Plus(new ProbePhases
    {
        Resolve = Between(resolving, resolved),
        Connect = Between(resolved, connected),
        Tls = Between(connected, secured),
        Processing = Between(secured ?? connected ?? hopBegun, headers),
        Transfer = Between(headers, end),
    });

    /// <summary>The phase in which the exchange stands; null before the first one, and once the answer is coming in.</summary>
    public UnfinishedPhase? Unfinished(long end) => Stage switch
    {
        ProbeStage.Resolving => From("resolve", resolving, end),
        ProbeStage.Connecting => From("connect", resolved, end),
        ProbeStage.Securing => From("tls", connected, end),
        ProbeStage.Connected or ProbeStage.Waiting => From("processing", secured ?? connected ?? hopBegun, end),
        ProbeStage.Starting or ProbeStage.Receiving or ProbeStage.Generating => null,
    };

    private UnfinishedPhase? From(string name, long? begin, long end) => Between(begin, end) is { } time ? new UnfinishedPhase(name, time) : null;

    private TimeSpan? Between(long? from, long? to) => from is { } a && to is { } b ? time.GetElapsedTime(a, b) : null;

    private void Advance(ProbeStage stage)
    {
        if (stage > Stage)
        {
            Stage = stage;
        }
    }
}

using System.Diagnostics.Metrics;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Quality;

namespace Exporter.Probes.Metrics;

/// <summary>
/// Every instrument of one probe, on a meter of its own: disposing it removes the probe's series. Counts and the last result
/// are kept here and read by observable instruments, so a count exists at 0 from the first scrape on, whenever the
/// exposition began to listen.
/// </summary>
/// <remarks>One flow writes, any thread reads.</remarks>
internal sealed class ProbeMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.probe";

    private static readonly ProbeOutcome[] Outcomes = Enum.GetValues<ProbeOutcome>();
    private static readonly ProbeErrorType[] Errors = Enum.GetValues<ProbeErrorType>();
    private static readonly ProbeSkipReason[] Skips = Enum.GetValues<ProbeSkipReason>();

    private readonly TimeProvider time;
    private readonly Meter meter;
    private readonly ProbeHistograms histograms;
    private readonly GenAiHistograms? genAi;
    private readonly QualityMetrics? quality;
    private readonly LabelledCounts requests = new("outcome", Outcomes.Select(o => o.Label()));
    private readonly LabelledCounts errors = new("error_type", Errors.Select(e => e.Label()));
    private readonly LabelledCounts skips = new("reason", Skips.Select(s => s.Label()));
    private readonly LabelledCounts tokens = new("token_type", ["input", "output", "cached"]);
    private volatile KeyValuePair<string, object?>[]? info;
    private volatile LastProbe? last;
    private volatile bool countsTokens;
    private volatile int lastSkip = NoSkip;
    private long inFlightSince = NotInFlight;

    private const long NotInFlight = long.MinValue;
    private const int NoSkip = -1;

    /// <param name="target">Label <c>target</c>.</param>
    /// <param name="probe">Label <c>probe</c>.</param>
    /// <param name="boundaries">Of the histograms; fixed for the life of the meter.</param>
    /// <param name="withGenAi">Whether the metrics of OpenTelemetry's conventions for generative AI are kept beside.</param>
    /// <param name="shape">Of the quality metrics; null for a probe that asks no cases.</param>
    public ProbeMetrics(string target, string probe, ProbeBuckets boundaries, TimeProvider time, bool withGenAi = false, QualityShape? shape = null)
    {
        this.time = time;
        meter = new Meter(new MeterOptions(MeterName) { Tags = [new("target", target), new("probe", probe)] });
        histograms = new ProbeHistograms(meter, boundaries);
        genAi = withGenAi ? new GenAiHistograms(meter) : null;
        quality = shape is null ? null : new QualityMetrics(meter, shape);
        CreateState();
        CreateLastProbe();
        CreateCounters();
    }

    /// <summary>Whether maintenance is on for this probe; asked at every scrape, so it must not wait.</summary>
    public Func<bool> IsInMaintenance { get; set; } = static () => false;

    /// <summary>The last result, how long ago it was and whether it is the second failure in a row or a further one; null before the first, and where it is no statement about now.</summary>
    public (ProbeResult Result, TimeSpan Age, bool IsRepeatedFailure)? Last =>
        last is { } probe ? (probe.Result, time.GetUtcNow() - probe.FinishedAt, probe.IsRepeatedFailure) : null;

    /// <summary>How long the run in progress has been running; null between runs.</summary>
    public TimeSpan? InFlightAge
    {
        get
        {
            var since = Interlocked.Read(ref inFlightSince);
            return since == NotInFlight ? null : time.GetElapsedTime(since);
        }
    }

    /// <summary>Why the last tick asked nothing; null where it asked.</summary>
    public ProbeSkipReason? LastSkip => lastSkip < 0 ? null : (ProbeSkipReason)lastSkip;

    /// <summary>The most series of an instrument of this meter.</summary>
    public static int CardinalityLimit(Instrument instrument) => instrument.Name switch
    {
        "probe.requests" => Outcomes.Length,
        "probe.errors" => Errors.Length,
        "probe.skipped" => Skips.Length,
        "probe.tokens" => 3,
        "probe.http.duration" => 5,
        "probe.server.duration" => 5,
        "probe.time_per_output_token" => 2,
        // A reload that changes the model takes new places.
        GenAiHistograms.OperationDuration => 4 * (Errors.Length + 1),
        GenAiHistograms.TimeToFirstChunk => 4,
        GenAiHistograms.TimePerOutputChunk => 4,
        // Only one at a time; but each reload that changes the labels takes a new place, and the SDK never gives one back.
        "probe.info" => 256,
        var name when name.StartsWith("probe.quality.", StringComparison.Ordinal) => QualityMetrics.CardinalityLimit(instrument),
        _ => 1,
    };

    /// <summary>Publishes what the probe is configured to do, from now on. The result of the old configuration is no statement about the new one and goes.</summary>
    public void UpdateConfig(TargetConfig target, ProbeConfig probe)
    {
        var tags = new List<KeyValuePair<string, object?>>
        {
            new("type", ProbeTypeNames.NameOf(probe.Type)),
            // Never with the user information that a URL can hold.
            new("url", target.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)),
            new("interval", ReasonText.Seconds(probe.Interval)),
            new("timeout", ReasonText.Seconds(probe.Timeout)),
        };
        if (target.Model is not null)
        {
            tags.Add(new("model", target.Model));
        }

        last = null;
        lastSkip = NoSkip;
        info = [.. tags];
        countsTokens = ProbeTypeTokens.AreCounted(probe.Type);
        genAi?.UpdateConfig(target, probe);
        if (probe.Quality is { } cases)
        {
            quality?.UpdateConfig(cases);
        }
    }

    /// <summary>A probe begins.</summary>
    public void Begin() => Interlocked.Exchange(ref inFlightSince, time.GetTimestamp());

    /// <summary>The probe has ended, in whatever way.</summary>
    public void End() => Interlocked.Exchange(ref inFlightSince, NotInFlight);

    /// <summary>Ticks passed without a probe.</summary>
    public void Skip(ProbeSkipReason reason, long count = 1)
    {
        skips.Add((int)reason, count);
        lastSkip = (int)reason;
        if (reason == ProbeSkipReason.NotLoaded)
        {
            // The last result was of a model that is gone: it is no statement about now.
            last = null;
        }
    }

    /// <summary>A probe has its result, or has found that it must not ask. Call it inside the probe's activity, whose trace id becomes the exemplar.</summary>
    public void Record(ProbeResult result)
    {
        if (result.Outcome is not { } outcome)
        {
            Skip(result.Skipped ?? ProbeSkipReason.NotLoaded);
            return;
        }

        lastSkip = NoSkip;
        requests.Add((int)outcome, 1);
        if (result.ErrorType is { } error)
        {
            errors.Add((int)error, 1);
        }

        tokens.Add(0, result.Tokens?.Input ?? 0);
        tokens.Add(1, result.Tokens?.Output ?? 0);
        tokens.Add(2, result.Tokens?.Cached ?? 0);
        histograms.Record(result);
        genAi?.Record(result);
        if (result.Case is { } asked)
        {
            quality?.Record(asked, result.Quality);
        }

        // At the end: a scrape that shows the result must not find it uncounted.
        last = new LastProbe(result, time.GetUtcNow(), !result.IsSuccess && last is { Result.IsSuccess: false });
    }

    public void Dispose() => meter.Dispose();

    private void CreateState()
    {
        meter.CreateObservableGauge("probe.info", () => info is { } tags ? [new Measurement<long>(1, tags)] : Array.Empty<Measurement<long>>(), null,
            "What this probe is configured to do; always 1.");
        meter.CreateObservableGauge("probe.in_flight", () => Interlocked.Read(ref inFlightSince) == NotInFlight ? 0L : 1L, null,
            "Whether a probe is running now.");
        meter.CreateObservableGauge("probe.in_flight.age", ObserveAge, "s",
            "How long the running probe has been running; a hung server shows here before the time-out. Absent between probes.");
        meter.CreateObservableGauge("probe.maintenance", () => IsInMaintenance() ? 1L : 0L, null,
            "Whether maintenance is on, by a window of the configuration or by hand; nothing is probed then.");
    }

    private void CreateLastProbe()
    {
        Gauge("probe.success", null, "Whether the last probe got a whole and expected answer in time.", static p => p.Result.IsSuccess ? 1 : 0);
        Gauge("probe.duration", "s", "Duration of the last probe, from just before the request was sent (name lookup and connect included) to the end of the answer or to the failure.",
            static p => p.Result.Duration.TotalSeconds);
        Gauge("probe.last_time", "s", "Unix time at which the last probe ended.", static p => p.FinishedAt.ToUnixTimeMilliseconds() / 1000.0);
        Gauge("probe.http.status_code", null, "HTTP status of the last probe; absent if it got no answer.", static p => p.Result.StatusCode);
        Gauge("probe.tls.earliest_cert_expiry", "s", "Unix time at which the first certificate of the server's chain expires.",
            static p => p.Result.CertificateExpiry?.ToUnixTimeSeconds());
        Gauge("probe.inter_chunk.max_gap", "s", "Largest time between two successive events with generated material in the last streamed probe: a stall.",
            static p => p.Result.Stream?.MaxGap?.TotalSeconds);
        Gauge("probe.output_tokens_per_second", null, "Decode speed of the last streamed probe: (n - 1) / (last token - first token).",
            static p => p.Result.Stream?.OutputTokensPerSecond);
        Gauge("probe.queue.rank", null, "Place in the server's own queue that the last probe was given when it joined: how many were to be served before it, 0 is next. Absent where the server tells none.",
            static p => p.Result.QueueJoined?.Rank);
        meter.CreateObservableGauge("probe.http.duration", () => PhaseMeasurements.Of(last?.Result.Phases), "s",
            "Where the time of the last probe went: resolve (name lookup), connect (TCP), tls (handshake), processing (connection ready to headers of the answer), transfer (headers to end). A phase it did not finish is absent.");
    }

    private void CreateCounters()
    {
        meter.CreateObservableCounter("probe.requests", requests.Read, null, "Finished probes by outcome. A skipped tick is no probe.");
        meter.CreateObservableCounter("probe.errors", errors.Read, null, "Failed probes by cause.");
        meter.CreateObservableCounter("probe.skipped", skips.Read, null, "Ticks that passed without a probe, by reason.");
        meter.CreateObservableCounter("probe.tokens", () => countsTokens ? tokens.Read() : [], "{token}",
            "Tokens that the probes have cost, as the server reports them; cached ones are input too. Output tokens of a stream without usage are counted as its chunks.");
    }

    private void Gauge(string name, string? unit, string description, Func<LastProbe, double?> value) =>
        meter.CreateObservableGauge(name, () => last is { } probe && value(probe) is { } number ? [new Measurement<double>(number)] : Array.Empty<Measurement<double>>(), unit, description);

    private IEnumerable<Measurement<double>> ObserveAge() => InFlightAge is { } age ? [new Measurement<double>(age.TotalSeconds)] : [];

    private sealed record LastProbe(ProbeResult Result, DateTimeOffset FinishedAt, bool IsRepeatedFailure);
}

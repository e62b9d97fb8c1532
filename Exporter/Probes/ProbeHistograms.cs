using System.Diagnostics.Metrics;

namespace Exporter.Probes;

/// <summary>The distributions of one probe, in seconds; only successes are recorded, as the time of a failure says nothing of the speed.</summary>
internal sealed class ProbeHistograms
{
    private readonly Histogram<double> requestDuration;
    private readonly Histogram<double> timeToHeaders;
    private readonly Histogram<double> timeToFirstToken;
    private readonly Histogram<double> timeToFirstOutputToken;
    private readonly Histogram<double> timePerOutputToken;
    private readonly Histogram<double> serverDuration;

    public ProbeHistograms(Meter meter, ProbeBuckets boundaries)
    {
        requestDuration = Create(meter, "probe.request.duration", boundaries.RequestDuration,
            "What a user waited for in successful probes: from just before the request was sent (name lookup and connect included) to the last generated token of a stream, else to the end of the answer.");
        timeToHeaders = Create(meter, "probe.time_to_headers", boundaries.TimeToFirstToken,
            "From just before the request was sent to the headers of the answer, in successful probes. Servers send them before the first token.");
        timeToFirstToken = Create(meter, "probe.time_to_first_token", boundaries.TimeToFirstToken,
            "From just before the request was sent to the first event with generated material (text, reasoning or tool call), stamped when its bytes were read, in successful streamed probes. Role-only deltas, usage-only chunks and comments do not count.");
        timeToFirstOutputToken = Create(meter, "probe.time_to_first_output_token", boundaries.TimeToFirstToken,
            "From just before the request was sent to the first event with answer text, reasoning not counted, in successful streamed probes.");
        timePerOutputToken = Create(meter, "probe.time_per_output_token", boundaries.TimePerOutputToken,
            "(last token - first token) / (n - 1) of successful streamed probes; n from the server's usage or, where it reports none, from the chunks counted. Absent below two tokens.");
        serverDuration = Create(meter, "probe.server.duration", boundaries.RequestDuration,
            "What the server itself reports of its time in successful probes, by phase.");
    }

    public void Record(ProbeResult result)
    {
        if (!result.IsSuccess)
        {
            return;
        }

        requestDuration.Record(result.AnswerDuration.TotalSeconds);
        RecordIfKnown(timeToHeaders, result.TimeToHeaders);
        RecordIfKnown(timeToFirstToken, result.Stream?.TimeToFirstToken);
        RecordIfKnown(timeToFirstOutputToken, result.Stream?.TimeToFirstOutputToken);
        if (result is { Stream.TimePerOutputToken: { } pace, Tokens: { } tokens })
        {
            var source = tokens.Source switch { TokenCountSource.Usage => "usage", TokenCountSource.Chunks => "chunks" };
            timePerOutputToken.Record(pace.TotalSeconds, new KeyValuePair<string, object?>("token_count_source", source));
        }

        foreach (var (phase, seconds) in PhaseMeasurements.Of(result.ServerDurations))
        {
            serverDuration.Record(seconds, new KeyValuePair<string, object?>("phase", phase));
        }
    }

    private static Histogram<double> Create(Meter meter, string name, double[] boundaries, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private static void RecordIfKnown(Histogram<double> histogram, TimeSpan? time)
    {
        if (time is { } known)
        {
            histogram.Record(known.TotalSeconds);
        }
    }
}

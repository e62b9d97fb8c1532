using System.Diagnostics.Metrics;

namespace Exporter.Probes.Metrics;

/// <summary>The distributions of one probe; only successes are recorded, as the time of a failure says nothing of the speed.</summary>
internal sealed class ProbeHistograms
{
    private static readonly long[] BatchSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    private static readonly long[] InputLengths = [16, 64, 256, 1024, 4096, 16384, 65536];

    private readonly Histogram<double> requestDuration;
    private readonly Histogram<double> timeToHeaders;
    private readonly Histogram<double> timeToFirstToken;
    private readonly Histogram<double> timeToFirstOutputToken;
    private readonly Histogram<double> timePerOutputToken;
    private readonly Histogram<double> serverDuration;
    private readonly Histogram<long> batchSize;
    private readonly Histogram<long> inputLength;

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
        batchSize = Create(meter, "probe.batch_size", null, BatchSizes, "Documents or texts in one request of successful probes that send several.");
        inputLength = Create(meter, "probe.input.length", "{char}", InputLengths, "Length of the text in one request of successful probes.");
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

        if (result.Input is { } input)
        {
            inputLength.Record(input.Characters);
            if (input.BatchSize is { } size)
            {
                batchSize.Record(size);
            }
        }

        foreach (var (phase, seconds) in PhaseMeasurements.Of(result.ServerDurations))
        {
            serverDuration.Record(seconds, new KeyValuePair<string, object?>("phase", phase));
        }
    }

    private static Histogram<double> Create(Meter meter, string name, double[] boundaries, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private static Histogram<long> Create(Meter meter, string name, string? unit, long[] boundaries, string description) =>
        meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = boundaries });

    private static void RecordIfKnown(Histogram<double> histogram, TimeSpan? time)
    {
        if (time is { } known)
        {
            histogram.Record(known.TotalSeconds);
        }
    }
}

using System.Diagnostics.Metrics;
using Exporter.Configuration;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Metrics;

/// <summary>The client metrics of OpenTelemetry's conventions for generative AI, which repeat what <c>probe.*</c> says; off unless asked for.</summary>
internal sealed class GenAiHistograms
{
    public const string OperationDuration = "gen_ai.client.operation.duration";
    public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";
    public const string TimePerOutputChunk = "gen_ai.client.operation.time_per_output_chunk";

    /// <summary>Seconds, as the conventions advise.</summary>
    private static readonly double[] Boundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    private readonly Histogram<double> operationDuration;
    private readonly Histogram<double> timeToFirstChunk;
    private readonly Histogram<double> timePerOutputChunk;
    private volatile KeyValuePair<string, object?>[]? labels;

    public GenAiHistograms(Meter meter)
    {
        operationDuration = Create(meter, OperationDuration, "Duration of probes that ask a generative model, failed ones included.");
        timeToFirstChunk = Create(meter, TimeToFirstChunk, "From just before the request was sent to the first chunk with generated material, in successful streamed probes.");
        timePerOutputChunk = Create(meter, TimePerOutputChunk, "Time between two successive chunks with generated material, in successful streamed probes.");
    }

    /// <summary>The labels from now on; none of them comes from an answer.</summary>
    public void UpdateConfig(TargetConfig target, ProbeConfig probe) => labels = GenAiOperation.Of(probe) is { } operation
        ?
        [
            new("gen_ai_operation_name", operation.Name),
            new("gen_ai_provider_name", operation.Provider),
            .. target.Model is { } model ? [new KeyValuePair<string, object?>("gen_ai_request_model", model)] : Array.Empty<KeyValuePair<string, object?>>(),
        ]
        : null;

    public void Record(ProbeResult result)
    {
        if (labels is not { } known)
        {
            return;
        }

        if (result.ErrorType is { } error)
        {
            operationDuration.Record(result.Duration.TotalSeconds, [.. known, new("error_type", error.Label())]);
            return;
        }

        operationDuration.Record(result.Duration.TotalSeconds, known);
        if (result.Stream is not { } stream)
        {
            return;
        }

        timeToFirstChunk.Record(stream.TimeToFirstToken.TotalSeconds, known);
        foreach (var gap in stream.Gaps)
        {
            timePerOutputChunk.Record(gap.TotalSeconds, known);
        }
    }

    private static Histogram<double> Create(Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries });
}

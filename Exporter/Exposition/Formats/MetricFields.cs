namespace Exporter.Exposition.Formats;

/// <summary>Field numbers of <c>io.prometheus.client</c>, as far as we write them.</summary>
/// <remarks>Source: io/prometheus/client/metrics.proto of prometheus/client_model.</remarks>
internal static class MetricFields
{
    // MetricFamily
    public const int FamilyName = 1;
    public const int FamilyHelp = 2;
    public const int FamilyType = 3;
    public const int FamilyMetric = 4;
    public const int FamilyUnit = 5;

    // Metric; its labels are field 1
    public const int Gauge = 2;
    public const int Counter = 3;
    public const int Untyped = 5;
    public const int Histogram = 7;

    // Gauge, Counter, Untyped
    public const int Value = 1;
    public const int CounterExemplar = 2;

    // Histogram
    public const int SampleCount = 1;
    public const int SampleSum = 2;
    public const int Bucket = 3;
    public const int Schema = 5;
    public const int ZeroThreshold = 6;
    public const int ZeroCount = 7;
    public const int PositiveSpan = 12;
    public const int PositiveDelta = 13;
    public const int Created = 15;
    public const int NativeExemplar = 16;

    // Bucket
    public const int CumulativeCount = 1;
    public const int UpperBound = 2;
    public const int BucketExemplar = 3;

    // BucketSpan
    public const int SpanOffset = 1;
    public const int SpanLength = 2;

    // Exemplar; its labels are field 1
    public const int ExemplarNumber = 2;
    public const int ExemplarTimestamp = 3;

    // google.protobuf.Timestamp
    public const int Seconds = 1;
    public const int Nanos = 2;
}

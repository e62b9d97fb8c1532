using System.Diagnostics;

namespace Exporter.Exposition.Collection;

/// <summary>One measurement that stands for a bucket or a counter, with the trace it was made in.</summary>
/// <param name="TraceId">32 lower-case hex digits.</param>
/// <param name="SpanId">16 lower-case hex digits.</param>
/// <param name="Value">The measured value, in the family's unit.</param>
/// <param name="Timestamp">When it was measured; UTC.</param>
/// <remarks>The default value means "none". Its label set has 63 characters, half of what OpenMetrics allows.</remarks>
internal readonly record struct ExemplarValue(ActivityTraceId TraceId, ActivitySpanId SpanId, double Value, DateTimeOffset Timestamp)
{
    public const string TraceIdLabel = "trace_id";
    public const string SpanIdLabel = "span_id";

    public bool IsPresent => TraceId != default;
}

using Exporter.Exposition.Collection;

namespace Exporter.Tests.Exposition.Collection;

internal sealed class MetricNameTests
{
    // The examples of the metric contract, then the corners.
    [TestCase("probe.duration", "s", Kind.Gauge, "probe_duration_seconds")]
    [TestCase("probe.requests", null, Kind.Counter, "probe_requests_total")]
    [TestCase("hw.status", "1", Kind.UpDown, "hw_status")]
    [TestCase("hw.energy", "J", Kind.Counter, "hw_energy_joules_total")]
    [TestCase("process.cpu", "s", Kind.Counter, "process_cpu_seconds_total")]
    [TestCase("hw.gpu.utilization", "1", Kind.Gauge, "hw_gpu_utilization_ratio")]
    [TestCase("hw.fan.speed_ratio", "1", Kind.Gauge, "hw_fan_speed_ratio")]
    [TestCase("hw.power", "W", Kind.Gauge, "hw_power_watts")]
    [TestCase("hw.temperature", "Cel", Kind.Gauge, "hw_temperature_celsius")]
    [TestCase("hw.gpu.clock", "Hz", Kind.Gauge, "hw_gpu_clock_hertz")]
    [TestCase("hw.gpu.io", "By", Kind.Counter, "hw_gpu_io_bytes_total")]
    [TestCase("hw.gpu.memory.usage", "By", Kind.UpDown, "hw_gpu_memory_usage_bytes")]
    [TestCase("hw.errors", "{error}", Kind.Counter, "hw_errors_total")]
    [TestCase("probe.quality.score", "1", Kind.Histogram, "probe_quality_score")]
    [TestCase("probe.request.duration", "s", Kind.Histogram, "probe_request_duration_seconds")]
    [TestCase("modelhost_exporter.build_info", "", Kind.Gauge, "modelhost_exporter_build_info")]
    [TestCase("already.counted_total", "s", Kind.Counter, "already_counted_seconds_total")]
    [TestCase("already.seconds.total", "s", Kind.Counter, "already_seconds_total")]
    [TestCase("gauge.total", null, Kind.Gauge, "gauge_total")]
    [TestCase("milliseconds", "s", Kind.Gauge, "milliseconds_seconds")]
    [TestCase("bytes", "By", Kind.Gauge, "bytes")]
    [TestCase("a-b/c..d", null, Kind.Gauge, "a_b_c_d")]
    [TestCase("9lives", null, Kind.Gauge, "_9lives")]
    [TestCase("ratio.of.counter", "1", Kind.Counter, "ratio_of_counter_total")]
    [TestCase("unknown.unit", "furlong", Kind.Gauge, "unknown_unit")]
    public void An_instrument_is_exposed_as(string name, string? unit, Kind kind, string expected)
    {
        var isCounter = kind == Kind.Counter;
        var word = MetricName.UnitWord(unit, kind == Kind.Gauge);

        Assert.That(MetricName.Sample(MetricName.Base(name, word, isCounter), isCounter), Is.EqualTo(expected));
    }

    [TestCase("gpu", "gpu")]
    [TestCase("error.type", "error_type")]
    [TestCase("0", "_0")]
    [TestCase("__name__", "_name_")]
    [TestCase("a:b", "a_b")]
    [TestCase("größe", "gr_e")]
    [TestCase("", "_")]
    public void An_attribute_becomes_the_label(string attribute, string expected) =>
        Assert.That(MetricName.Label(attribute), Is.EqualTo(expected));

    [TestCase("vllm:num_requests", true)]
    [TestCase("a.b", false)]
    [TestCase("1a", false)]
    [TestCase("", false)]
    public void Legal_is_what_every_format_takes_unquoted(string name, bool expected) =>
        Assert.That(MetricName.IsLegal(name), Is.EqualTo(expected));

    internal enum Kind
    {
        Gauge,
        Counter,
        UpDown,
        Histogram,
    }
}

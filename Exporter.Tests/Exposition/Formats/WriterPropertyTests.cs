using System.Text;
using Exporter.Exposition.Collection;
using Exporter.Exposition.Formats;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Exposition.Formats;

/// <summary>The fast writers against slow and obvious ones, on random families.</summary>
internal sealed class WriterPropertyTests
{
    [Test]
    public void Prometheus_text_is_what_the_reference_writes() =>
        Prop.ForAll(RandomFamilies.Any, plans => Check(new PrometheusTextWriter(), plans, ReferenceText.Prometheus(plans))).QuickCheckThrowOnFailure();

    [Test]
    public void OpenMetrics_is_what_the_reference_writes() =>
        Prop.ForAll(RandomFamilies.Any, plans => Check(new OpenMetricsWriter(), plans, ReferenceText.OpenMetrics(plans))).QuickCheckThrowOnFailure();

    [Test]
    public void Protobuf_reads_back_as_what_was_written() =>
        Prop.ForAll(RandomFamilies.Any, plans => ProtobufComparison.AssertSame(plans, Written(new ProtobufWriter(), plans))).QuickCheckThrowOnFailure();

    [Test]
    public void A_second_exposition_out_of_the_same_families_has_the_same_bytes() =>
        Prop.ForAll(RandomFamilies.Any, plans =>
        {
            MetricFamily[] families = [.. plans.Select(p => p.Build())];
            IExpositionWriter[] writers = [new PrometheusTextWriter(), new OpenMetricsWriter(), new ProtobufWriter()];
            return writers.All(w => Written(w, families).AsSpan().SequenceEqual(Written(w, families)));
        }).QuickCheckThrowOnFailure();

    private static void Check(IExpositionWriter writer, FamilyPlan[] plans, byte[] expected)
    {
        var actual = Written(writer, plans);
        Assert.That(Encoding.UTF8.GetString(actual), Is.EqualTo(Encoding.UTF8.GetString(expected)));
        Assert.That(actual, Is.EqualTo(expected));
    }

    private static byte[] Written(IExpositionWriter writer, FamilyPlan[] plans) => Written(writer, [.. plans.Select(p => p.Build())]);

    private static byte[] Written(IExpositionWriter writer, MetricFamily[] families)
    {
        var output = new Utf8Buffer(1);
        writer.Write(new MetricSnapshot(families, []), output);
        return output.WrittenSpan.ToArray();
    }
}

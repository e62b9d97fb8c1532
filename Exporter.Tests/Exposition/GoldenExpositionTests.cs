using Exporter.Exposition.Negotiation;
using Exporter.Tests.Exposition.Formats;
using Exporter.Tests.Exposition.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Exposition;

/// <summary>The whole way from instruments to bytes, compared with texts that were read by a human.</summary>
internal sealed class GoldenExpositionTests
{
    [TestCase("exposition.prometheus.txt", ExpositionProtocol.Text004)]
    [TestCase("exposition.prometheus.txt", ExpositionProtocol.Text100)]
    [TestCase("exposition.openmetrics.txt", ExpositionProtocol.OpenMetrics100)]
    public async Task Canned_instruments_give_this_text(string file, ExpositionProtocol protocol)
    {
        using var under = new PipelineUnderTest(o => o with { ResourceAttributes = [new("service.name", "modelhost-exporter"), new("host.name", "gpu-1")] });
        using var canned = new CannedInstruments(under.Prefix);

        var text = await under.TextAsync(new ExpositionFormat(protocol));

        GoldenFile.Check(text, Repository.PathOf("Exporter.Tests", "Fixtures", "Golden", file));
    }

    [Test]
    public async Task Canned_instruments_give_these_messages()
    {
        using var under = new PipelineUnderTest(o => o with { ResourceAttributes = [new("service.name", "modelhost-exporter")], NativeHistograms = true });
        using var canned = new CannedInstruments(under.Prefix);

        var families = ProtobufComparison.Parse(await under.BytesAsync(ExpositionFormat.Protobuf));

        foreach (var histogram in families.SelectMany(f => f.Metric).Select(m => m.Histogram).OfType<Wire.Histogram>())
        {
            // The SDK takes it from the real clock.
            histogram.CreatedTimestamp = null;
        }

        GoldenFile.Check(string.Concat(families.Select(f => f + "\n")), Repository.PathOf("Exporter.Tests", "Fixtures", "Golden", "exposition.protobuf.json"));
    }
}

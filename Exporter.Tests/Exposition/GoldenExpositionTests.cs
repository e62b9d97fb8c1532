using Exporter.Exposition.Negotiation;
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
}

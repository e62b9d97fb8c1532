using Exporter.Exposition.Negotiation;

namespace Exporter.Tests.Exposition.Negotiation;

internal sealed class ContentNegotiationTests
{
    private const string Text = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private const string Protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    // Sent by Prometheus 2.42, as it comes and with --enable-feature=native-histograms.
    private const string Prometheus242 = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    private const string Prometheus242Native = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    // Sent by Prometheus 3.x, as it comes and with protobuf first.
    private const string Prometheus3 = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
    private const string Prometheus3Native = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8;q=0.7,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    [TestCase(Prometheus242, OpenMetrics)]
    [TestCase(Prometheus242Native, Protobuf)]
    [TestCase(Prometheus3, OpenMetrics + "; escaping=allow-utf-8")]
    [TestCase(Prometheus3Native, Protobuf + "; escaping=allow-utf-8")]
    public void A_real_Prometheus_gets(string accept, string contentType) =>
        Assert.That(ContentNegotiation.Choose(accept).ContentType, Is.EqualTo(contentType));

    [TestCase(null, Text)]
    [TestCase("", Text)]
    [TestCase(",;,", Text)]
    [TestCase("*/*", Text)]
    [TestCase("text/*", Text)]
    [TestCase("text/plain", Text)]
    [TestCase("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Text)]
    [TestCase("application/json", Text)]
    [TestCase("text/plain;version=2.0.0", Text)]
    [TestCase("text/plain; version=1.0.0", "text/plain; version=1.0.0; charset=utf-8; escaping=underscores")]
    [TestCase("TEXT/Plain; VERSION=1.0.0; Escaping=values", "text/plain; version=1.0.0; charset=utf-8; escaping=values")]
    [TestCase("text/plain;version=\"1.0.0\";escaping=\"allow-utf-8\"", "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8")]
    [TestCase("application/openmetrics-text", OpenMetrics)]
    [TestCase("application/openmetrics-text;version=0.0.1", Text)]
    [TestCase("application/openmetrics-text;version=2.0.0,application/openmetrics-text;version=1.0.0;q=0.1", OpenMetrics)]
    [TestCase("application/openmetrics-text;q=0", Text)]
    [TestCase("application/openmetrics-text;q=x", Text)]
    [TestCase("application/openmetrics-text;q=0.5,text/plain;q=0.4", OpenMetrics)]
    [TestCase("application/openmetrics-text;q=0.4,text/plain;q=0.5", Text)]
    [TestCase("application/openmetrics-text;q=0.5,text/plain;q=0.5", OpenMetrics)]
    [TestCase("text/plain;q=0.5,application/openmetrics-text;q=0.5", Text)]
    [TestCase("application/openmetrics-text;escaping=underscores", OpenMetrics + "; escaping=underscores")]
    [TestCase("application/openmetrics-text;escaping=dots", OpenMetrics + "; escaping=underscores")]
    [TestCase("application/openmetrics-text;escaping=klingon,text/plain;q=0.1", Text)]
    [TestCase("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=values", Protobuf + "; escaping=values")]
    [TestCase("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text", Text)]
    [TestCase("application/vnd.google.protobuf;proto=other.Message;encoding=delimited", Text)]
    [TestCase("application/vnd.google.protobuf", Text)]
    public void An_accept_header_gets(string? accept, string contentType) =>
        Assert.That(ContentNegotiation.Choose(accept).ContentType, Is.EqualTo(contentType));

    [TestCase(null, false)]
    [TestCase("", false)]
    [TestCase("gzip", true)]
    [TestCase("GZip", true)]
    [TestCase("x-gzip", true)]
    [TestCase("deflate, gzip;q=1.0, *;q=0.5", true)]
    [TestCase("gzip;q=0", false)]
    [TestCase("gzip;q=0, *", false)]
    [TestCase("*", true)]
    [TestCase("*;q=0", false)]
    [TestCase("identity", false)]
    [TestCase("gzip;q=0.5, identity", false)]
    [TestCase("gzip, identity;q=0.5", true)]
    [TestCase("br, zstd", false)]
    [TestCase("gzip;q=nonsense", false)]
    public void An_accept_encoding_header_takes_gzip(string? header, bool expected) =>
        Assert.That(ContentNegotiation.AcceptsGzip(header), Is.EqualTo(expected));

    [Test]
    public void Every_content_type_names_its_version_or_message()
    {
        foreach (var protocol in Enum.GetValues<ExpositionProtocol>())
        {
            foreach (var escaping in Enum.GetValues<NameEscaping>())
            {
                Assert.That(new ExpositionFormat(protocol, escaping).ContentType, Does.Contain("version=").Or.Contain("proto="));
            }
        }
    }

    [Test]
    public void Choosing_takes_no_allocation()
    {
        ContentNegotiation.Choose(Prometheus3Native);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ContentNegotiation.Choose(Prometheus3Native);
        ContentNegotiation.AcceptsGzip("deflate, gzip;q=1.0, *;q=0.5");

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}

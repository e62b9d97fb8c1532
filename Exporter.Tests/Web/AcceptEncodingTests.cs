using Exporter.Web;

namespace Exporter.Tests.Web;

internal sealed class AcceptEncodingTests
{
    [TestCase("gzip", true)]
    [TestCase("GZIP", true)]
    [TestCase("x-gzip", true)]
    [TestCase("deflate, gzip;q=0.5, br", true)]
    [TestCase("gzip;q=1.0", true)]
    [TestCase("gzip ; q=0.001", true)]
    [TestCase("*", true)]
    [TestCase("br, *;q=0.1", true)]
    [TestCase("", false)]
    [TestCase("identity", false)]
    [TestCase("gzipped", false)]
    [TestCase("gzip;q=0", false)]
    [TestCase("gzip;q=0.000", false)]
    [TestCase("gzip;q=zero", false)]
    [TestCase("gzip;q=-1", false)]
    [TestCase("*, gzip;q=0", false)]
    [TestCase("gzip;q=0, *", false)]
    [TestCase("*;q=0", false)]
    [TestCase(",,;;,", false)]
    public void Gzip_is_taken_where_it_is_named_with_a_quality(string header, bool expected) =>
        Assert.That(AcceptEncoding.TakesGzip(header), Is.EqualTo(expected));
}

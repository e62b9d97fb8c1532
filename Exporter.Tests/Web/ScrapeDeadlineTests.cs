using Exporter.Web;

namespace Exporter.Tests.Web;

internal sealed class ScrapeDeadlineTests
{
    [TestCase("10", 9.5)]
    [TestCase("10.000000", 9.5)]
    [TestCase("1.5", 1.0)]
    [TestCase("1", 0.5)]
    [TestCase("0.6", 0.3, Description = "The offset would leave next to nothing, so half is taken.")]
    [TestCase("0.001", 0.0005)]
    [TestCase("100000", 119.5, Description = "Nobody holds a scrape for a day.")]
    [TestCase("", 14.5)]
    [TestCase("0", 14.5)]
    [TestCase("-5", 14.5)]
    [TestCase("NaN", 14.5)]
    [TestCase("Infinity", 14.5)]
    [TestCase("1e3", 14.5)]
    [TestCase("10,5", 14.5)]
    [TestCase("ten", 14.5)]
    [TestCase("10, 20", 14.5, Description = "Two headers.")]
    public void It_is_the_clients_time_less_the_offset_and_garbage_is_the_default(string header, double seconds) =>
        Assert.That(ScrapeDeadline.Choose(header, TimeSpan.FromSeconds(15)).TotalSeconds, Is.EqualTo(seconds).Within(1e-9));
}

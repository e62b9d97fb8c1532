using Exporter.Web.Connections;

namespace Exporter.Tests.Web.Connections;

internal sealed class OpenFileLimitTests
{
    private const string Before = "Limit                     Soft Limit           Hard Limit           Units     \nMax core file size        0                    unlimited            bytes     \n";

    [TestCase("200", 50)]
    [TestCase("1024", 256)]
    [TestCase("1048576", 512, Description = "More connections than anyone needs are only a way to be hurt.")]
    [TestCase("unlimited", 512)]
    [TestCase("20", 8, Description = "Fewer would keep scraper, probe and operator out.")]
    [TestCase("9223372036854775807", 512)]
    public void Connections_get_a_quarter_of_the_soft_limit_within_bounds(string soft, int expected) =>
        Assert.That(OpenFileLimit.Connections(Before + $"Max open files            {soft,-20} 1048576              files     \n"), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("Max open files")]
    [TestCase("Max open files            many                 1048576              files     \n")]
    public void An_unreadable_limit_counts_as_the_common_1024(string limits) =>
        Assert.That(OpenFileLimit.Connections(limits), Is.EqualTo(256));

    [Test]
    public void The_limit_of_this_process_is_read() =>
        Assert.That(OpenFileLimit.Connections(), Is.InRange(8, 512));
}

using Exporter.Configuration;
using Exporter.Configuration.Scalars;

namespace Exporter.Tests.Configuration.Scalars;

[TestFixture]
internal sealed class ScalarTests
{
    [TestCase("64KiB", 65_536)]
    [TestCase("1MiB", 1_048_576)]
    [TestCase("10MB", 10_000_000)]
    [TestCase("10kB", 10_000)]
    [TestCase("10KB", 10_000)]
    [TestCase("1.5KiB", 1_536)]
    [TestCase("512B", 512)]
    public void A_size_is_read(string text, long bytes) => Assert.That(Sizes.Parse(text), Is.EqualTo(Parsed<long>.Good(bytes)));

    [TestCase("")]
    [TestCase("KiB")]
    [TestCase("1")]
    [TestCase("1K")]
    [TestCase("1 MiB")]
    [TestCase("-1MiB")]
    [TestCase("99999999999999999999GiB")]
    public void What_is_no_size_says_why(string text) => Assert.That(Sizes.Parse(text).Problem, Is.Not.Null.And.Not.Empty);

    [TestCase("99.5%", 0.995)]
    [TestCase("0.995", 0.995)]
    [TestCase("0.1%", 0.001)]
    [TestCase("99.999%", 0.99999)]
    [TestCase(".5", 0.5)]
    public void A_share_is_the_same_number_either_way(string text, double ratio) => Assert.That(Ratios.Exclusive(text), Is.EqualTo(Parsed<double>.Good(ratio)));

    [TestCase("")]
    [TestCase("%")]
    [TestCase("0")]
    [TestCase("1")]
    [TestCase("100%")]
    [TestCase("-1%")]
    [TestCase("99.5")]
    [TestCase("99,5%")]
    [TestCase("NaN")]
    [TestCase("1e-1")]
    public void What_is_no_share_says_why(string text) => Assert.That(Ratios.Exclusive(text).Problem, Is.Not.Null.And.Not.Empty);

    [TestCase("127.0.0.1:9860", "127.0.0.1", 9860)]
    [TestCase("[::1]:9860", "::1", 9860)]
    [TestCase("[0:0:0:0:0:0:0:1]:80", "::1", 80)]
    [TestCase("[fe80::1%2]:80", "fe80::1%2", 80)]
    [TestCase("localhost:0", "localhost", 0)]
    [TestCase(":9860", "", 9860)]
    [TestCase("0.0.0.0:9860", "0.0.0.0", 9860)]
    public void A_listen_address_is_read(string text, string host, int port) =>
        Assert.That(ListenAddresses.Parse(text), Is.EqualTo(Parsed<ListenAddress>.Good(new ListenAddress(host, port))));

    [TestCase("")]
    [TestCase(":")]
    [TestCase("9860")]
    [TestCase("127.1:80")]
    [TestCase("256.0.0.1:80")]
    [TestCase("::1:80")]
    [TestCase("[127.0.0.1]:80")]
    [TestCase("[::1]")]
    [TestCase("host:80")]
    [TestCase("*:80")]
    [TestCase(":65536")]
    [TestCase(":-1")]
    [TestCase(": 80")]
    public void What_is_no_listen_address_says_why(string text) => Assert.That(ListenAddresses.Parse(text).Problem, Is.Not.Null.And.Not.Empty);

    [TestCase("http://127.0.0.1:8000")]
    [TestCase("https://models.example/base/")]
    [TestCase("HTTP://[::1]:8000")]
    public void A_url_is_read(string text) => Assert.That(Urls.Base(text).Problem, Is.Null);

    [TestCase("http://u:p@h")]
    [TestCase("http://h?")]
    [TestCase("http://h#")]
    [TestCase("http://")]
    [TestCase("http:///x")]
    [TestCase("//h")]
    [TestCase("/x")]
    [TestCase("unix:///run/x.sock")]
    [TestCase("http://h:99999")]
    [TestCase("")]
    public void What_is_no_url_says_why(string text) => Assert.That(Urls.Base(text).Problem, Is.Not.Null.And.Not.Empty);

    [Test]
    public void A_password_in_a_url_is_not_repeated() => Assert.That(Urls.Base("http://admin:hunter2@h").Problem, Does.Not.Contain("hunter2"));

    [TestCase("a+b", false)]
    [TestCase("(a)\\1", true)]
    [TestCase("(?=a)a", true)]
    public void A_pattern_runs_in_linear_time_unless_it_cannot(string pattern, bool backtracks)
    {
        var regex = Patterns.Compile(pattern);

        Assert.That(regex.Options.HasFlag(System.Text.RegularExpressions.RegexOptions.NonBacktracking), Is.EqualTo(!backtracks));
        Assert.That(regex.MatchTimeout, Is.EqualTo(backtracks ? Patterns.MatchTimeout : System.Threading.Timeout.InfiniteTimeSpan));
    }

    [Test]
    public void A_pattern_that_would_explode_is_answered_soon() => Assert.That(Patterns.Compile("^(a+)+$").IsMatch(new string('a', 100_000) + "b"), Is.False);
}

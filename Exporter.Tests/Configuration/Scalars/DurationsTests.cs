using Exporter.Configuration.Scalars;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Configuration.Scalars;

[TestFixture]
internal sealed class DurationsTests
{
    [TestCase("250ms", 250)]
    [TestCase("1s", 1_000)]
    [TestCase("1.5s", 1_500)]
    [TestCase("0.5ms", 0.5)]
    [TestCase("1m30s", 90_000)]
    [TestCase("1h", 3_600_000)]
    [TestCase("1h30m15s250ms", 5_415_250)]
    [TestCase("90m", 5_400_000)]
    [TestCase("0", 0)]
    [TestCase("0s", 0)]
    public void A_duration_is_read(string text, double milliseconds) =>
        Assert.That(Durations.Parse(text), Is.EqualTo(Parsed<TimeSpan>.Good(TimeSpan.FromMilliseconds(milliseconds))));

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("s")]
    [TestCase("1")]
    [TestCase("1 s")]
    [TestCase("+1s")]
    [TestCase("-1s")]
    [TestCase("1,5s")]
    [TestCase("1..5s")]
    [TestCase(".s")]
    [TestCase("1e3s")]
    [TestCase("1S")]
    [TestCase("1s1h")]
    [TestCase("1s1s")]
    [TestCase("1m30")]
    [TestCase("١s")]
    [TestCase("99999999999999999999999h")]
    [TestCase("9999999999999999999999999999999999s")]
    public void What_is_no_duration_says_why(string text) => Assert.That(Durations.Parse(text).Problem, Is.Not.Null.And.Not.Empty);

    [Test]
    public void Every_duration_reads_back_as_it_is_written() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue - 1).Select(static number => TimeSpan.FromTicks(number * 997L)).ToArbitrary(),
            static duration => Durations.Parse(Durations.Format(duration)) == Parsed<TimeSpan>.Good(duration))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [TestCase(0, "0s")]
    [TestCase(250, "250ms")]
    [TestCase(1_000, "1s")]
    [TestCase(90_000, "1m30s")]
    [TestCase(86_400_000, "24h")]
    [TestCase(1.5, "1.5ms")]
    public void A_duration_is_written_in_the_shortest_way(double milliseconds, string text) =>
        Assert.That(Durations.Format(TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(text));
}

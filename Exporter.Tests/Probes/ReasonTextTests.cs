using Exporter.Probes;

namespace Exporter.Tests.Probes;

public class ReasonTextTests
{
    [TestCase("  two\r\nlines\t and \u001b[31mcolour\u202e ", "two lines and [31mcolour")]
    [TestCase("", "")]
    [TestCase("温度 25 °C", "温度 25 °C")]
    public void Text_of_a_server_becomes_one_harmless_line(string text, string expected) =>
        Assert.That(ReasonText.Clean(text, null), Is.EqualTo(expected));

    [Test]
    public void The_secret_is_masked_wherever_it_stands() =>
        Assert.That(ReasonText.Clean("key sk-1 is wrong: sk-1", "sk-1"), Is.EqualTo("key *** is wrong: ***"));

    [Test]
    public void Long_text_is_cut() =>
        Assert.That(ReasonText.Clean(new string('x', 10_000), null), Has.Length.EqualTo(ReasonText.MaxLength + 1).And.EndsWith("…"));

    [TestCase(10_000, "10s")]
    [TestCase(250, "0.25s")]
    public void Durations_are_seconds(int milliseconds, string expected) =>
        Assert.That(ReasonText.Seconds(TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(expected));
}

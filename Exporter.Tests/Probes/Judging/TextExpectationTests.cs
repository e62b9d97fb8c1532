using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;

namespace Exporter.Tests.Probes.Judging;

public class TextExpectationTests
{
    [Test]
    public void Everything_must_hold()
    {
        var expectation = new TextExpectation(new TextExpectConfig { Contains = new(["RED", "blue"]), Matches = new([@"\d"]), MinLength = 5 });

        Assert.Multiple(() =>
        {
            Assert.That(expectation.Violation("1 red, 2 blue"), Is.Null);
            Assert.That(expectation.Violation("red"), Is.EqualTo("the answer has 3 characters, less than 5"));
            Assert.That(expectation.Violation("1 green, 2 blue"), Is.EqualTo("the answer does not contain 'RED': 1 green, 2 blue"));
            Assert.That(expectation.Violation("red and blue"), Is.EqualTo(@"the answer does not match '\d': red and blue"));
        });
    }

    [Test]
    public void Without_expectations_an_empty_answer_will_do() =>
        Assert.That(new TextExpectation(new TextExpectConfig()).Violation(string.Empty), Is.Null);
}

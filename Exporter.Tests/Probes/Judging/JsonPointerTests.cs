using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Tests.Probes.Judging;

public class JsonPointerTests
{
    private const string Document =
        """{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,"~1":9,"deep":[{"x":[10]}]}""";

    [TestCase("/foo/0", "\"bar\"")]
    [TestCase("/foo", """["bar","baz"]""")]
    [TestCase("/", "0")]
    [TestCase("/a~1b", "1")]
    [TestCase("/c%d", "2")]
    [TestCase("/e^f", "3")]
    [TestCase("/g|h", "4")]
    [TestCase("/i\\j", "5")]
    [TestCase("/k\"l", "6")]
    [TestCase("/ ", "7")]
    [TestCase("/m~0n", "8")]
    [TestCase("/~01", "9")]
    [TestCase("/deep/0/x/0", "10")]
    [TestCase("", Document)]
    public void A_pointer_finds_its_value(string text, string expected)
    {
        using var document = JsonDocument.Parse(Document);

        Assert.That(JsonPointer.TryFind(document.RootElement, text, out var value), Is.True);
        Assert.That(value.GetRawText(), Is.EqualTo(expected));
    }

    [TestCase("/nothing")]
    [TestCase("/foo/2")]
    [TestCase("/foo/-")]
    [TestCase("/foo/00")]
    [TestCase("/foo/-1")]
    [TestCase("/foo/+1")]
    [TestCase("/foo/99999999999999999999")]
    [TestCase("/foo/0/x")]
    [TestCase("/foo/")]
    [TestCase("foo")]
    public void What_is_not_there_is_not_found(string text)
    {
        using var document = JsonDocument.Parse(Document);

        Assert.That(JsonPointer.TryFind(document.RootElement, text, out _), Is.False);
    }
}

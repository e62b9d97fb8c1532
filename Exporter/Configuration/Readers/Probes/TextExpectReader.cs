using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads <c>expect</c> of a probe that answers with text.</summary>
internal static class TextExpectReader
{
    public static readonly SectionKeys Keys = new("targets[].probes[].expect", "contains", "matches", "min_length");

    private static readonly Func<string, Parsed<int>> Length = Numbers.WholeBetween(0, 1_000_000);

    public static TextExpectConfig Read(Section? expect) => expect is null ? new TextExpectConfig() : new TextExpectConfig
    {
        Contains = expect.ReadList("contains", Texts.NotEmpty),
        Matches = expect.ReadList("matches", RegexTexts.Parse),
        MinLength = expect.Read("min_length", Length, 0),
    };
}

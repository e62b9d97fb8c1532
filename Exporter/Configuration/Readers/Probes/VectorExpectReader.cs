using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads <c>expect</c> of a probe that answers with vectors.</summary>
internal static class VectorExpectReader
{
    public static readonly SectionKeys Keys = new("targets[].probes[].expect", "dimension", "normalized");
    public static readonly Func<string, Parsed<int>> Dimension = Numbers.WholeBetween(1, 65536);

    public static VectorExpectConfig Read(Section? expect) => expect is null ? new VectorExpectConfig() : new VectorExpectConfig
    {
        Dimension = expect.ReadOptionalValue("dimension", Dimension),
        Normalized = expect.Read("normalized", Booleans.Parse, false),
    };
}

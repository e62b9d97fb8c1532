using Exporter.Traffic.ServerMetrics.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Traffic.ServerMetrics;

public class ExpositionParserProperties
{
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property No_bytes_whatever_are_too_much_for_it() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), IsConsistent);

    /// <summary>Broken pieces of real lines come nearer to what goes wrong than noise does.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Nor_is_any_broken_piece_of_a_real_answer()
    {
        byte[] whole = [.. ServerFixture.Bytes("openmetrics"), .. ServerFixture.Bytes("vllm-v1"), .. ServerFixture.Bytes("hostile"), .. "{\"http.server.duration\", \"http.route\"=\"/a\"} 3\n{method=\"GET\",\"größe\"} 7\n"u8];
        var pieces =
            from start in Gen.Choose(0, whole.Length - 1)
            from length in Gen.Choose(1, 2000)
            from place in Gen.Choose(0, length - 1)
            from replacement in Gen.Elements("\n\"\\{},# =\0x9\u00ff".Select(static character => (byte)character).ToArray())
            select Broken(whole.AsSpan(start, Math.Min(length, whole.Length - start)).ToArray(), place, replacement);
        return Prop.ForAll(pieces.ToArbitrary(), IsConsistent);
    }

    private static byte[] Broken(byte[] piece, int place, byte replacement)
    {
        piece[place % piece.Length] = replacement;
        return piece;
    }

    private static Property IsConsistent(byte[] text)
    {
        var exposition = new ExpositionParser().Parse(text);
        var lines = text.Count(static octet => octet == '\n') + 1;
        var inFamilies = exposition.Families.Sum(static family => family.Samples.Count);
        return (inFamilies == exposition.Series && exposition.Series + exposition.BrokenLines <= lines && (exposition.BrokenLines > 0) == (exposition.FirstBroken > 0))
            .Label($"{exposition.Series} series, {inFamilies} in families, {exposition.BrokenLines} broken of {lines}");
    }
}

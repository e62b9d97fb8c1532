using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads one entry of <c>header_matches</c> or <c>header_not_matches</c>.</summary>
internal static class HeaderExpectReader
{
    public static readonly SectionKeys Keys = new("targets[].probes[].expect.header_matches[]", "header", "regex", "allow_missing");
    public static readonly SectionKeys NotKeys = new("targets[].probes[].expect.header_not_matches[]", "header", "regex", "allow_missing");

    public static HeaderExpectConfig Read(Section check) => new()
    {
        Name = check.ReadRequired("header", Texts.Token, ""),
        Pattern = check.ReadRequired("regex", RegexTexts.Parse, ""),
        AllowMissing = check.Read("allow_missing", Booleans.Parse, false),
    };
}

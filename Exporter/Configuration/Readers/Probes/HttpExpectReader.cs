using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads <c>expect</c> of an http probe.</summary>
internal static class HttpExpectReader
{
    public static readonly SectionKeys Keys = new("targets[].probes[].expect", "status", "header_matches", "header_not_matches", "body_matches", "body_not_matches", "json");

    private static readonly Func<string, Parsed<int>> StatusCode = Numbers.WholeBetween(100, 599);

    public static HttpExpectConfig Read(Section? expect) => expect is null ? new HttpExpectConfig() : new HttpExpectConfig
    {
        Status = Statuses(expect),
        HeaderMatches = Headers(expect.Children("header_matches", HeaderExpectReader.Keys)),
        HeaderNotMatches = Headers(expect.Children("header_not_matches", HeaderExpectReader.NotKeys)),
        BodyMatches = expect.ReadList("body_matches", RegexTexts.Parse),
        BodyNotMatches = expect.ReadList("body_not_matches", RegexTexts.Parse),
        Json = new ValueList<JsonExpectConfig>([.. expect.Children("json", JsonExpectReader.Keys).Select(JsonExpectReader.Read)]),
    };

    private static ValueList<HeaderExpectConfig> Headers(IEnumerable<Section> checks) => new([.. checks.Select(HeaderExpectReader.Read)]);

    private static ValueList<int> Statuses(Section expect)
    {
        var unique = new UniqueNames();
        var found = expect.Items("status", StatusCode);
        foreach (var (node, status) in found)
        {
            if (unique.Problem(status.ToString(System.Globalization.CultureInfo.InvariantCulture), node.Place) is { } problem)
            {
                expect.Reading.Errors.Add(node, problem);
            }
        }

        return new ValueList<int>(found.Select(static item => item.Value));
    }
}

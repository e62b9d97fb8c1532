using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Templates;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads one case, of the configuration or of a file of cases.</summary>
internal static class QualityCaseReader
{
    public static readonly SectionKeys Keys = new(
        "targets[].probes[].quality.cases[]", "name", "input", "documents", "query_kind", "label", "equals", "contains", "matches", "json", "min_score", "max_score", "relevance", "ranking", "embedding", "output_sha256");

    public static readonly SectionKeys JsonKeys = new("targets[].probes[].quality.cases[].json[]", [.. JsonExpectReader.Keys.Names]);

    /// <summary>The index of a document.</summary>
    public static readonly Func<string, Parsed<int>> ParseIndex = Numbers.WholeBetween(0, 10_000);

    private const int LongestLabel = 100;
    private static readonly Choices<ExpectedRelevance> Relevances = new(("relevant", ExpectedRelevance.Relevant), ("irrelevant", ExpectedRelevance.Irrelevant));

    /// <param name="takesPlaceholders">Whether the probe fills placeholders in its own question, and so in those of cases.</param>
    public static QualityCaseConfig Read(Section one, bool takesPlaceholders)
    {
        var defaults = new QualityCaseConfig();
        var config = defaults with
        {
            Name = one.ReadOptional("name", ParseLabel),
            Input = BodyReader.Read(one, "input"),
            Documents = one.ReadList("documents", Texts.NotEmpty),
            QueryKind = one.Read("query_kind", Texts.Name, defaults.QueryKind),
            Label = one.ReadOptional("label", ParseLabel),
            EqualTo = one.ReadOptional("equals", Texts.Any),
            Contains = one.ReadList("contains", Texts.NotEmpty),
            Matches = one.ReadList("matches", RegexTexts.Parse),
            Json = new([.. one.Children("json", JsonKeys).Select(JsonExpectReader.Read)]),
            MinScore = one.ReadOptionalValue("min_score", Numbers.Any),
            MaxScore = one.ReadOptionalValue("max_score", Numbers.Any),
            Relevance = one.ReadList("relevance", Relevances.Parse),
            Ranking = one.ReadList("ranking", ParseIndex),
            Embedding = one.ReadList("embedding", Numbers.Any),
            OutputSha256 = one.ReadOptional("output_sha256", ParseSha256),
        };
        if (takesPlaceholders && config.Input is { } input && Template.Parse(input).Problem is { } problem)
        {
            one.Fail("input", problem);
        }

        RefuseContradictions(one, config);
        return config;
    }

    public static Parsed<string> ParseLabel(string text)
    {
        var parsed = Texts.NotEmpty(text);
        return parsed.Problem is null && (text.Length > LongestLabel || text.Any(char.IsControl))
            ? Parsed<string>.Bad($"must be at most {LongestLabel} characters, none of them a control character")
            : parsed;
    }

    public static Parsed<string> ParseSha256(string text) =>
        text.Length == 64 && text.All(char.IsAsciiHexDigitLower)
            ? Parsed<string>.Good(text)
            : Parsed<string>.Bad("must be 64 lower-case hexadecimal digits");

    private static void RefuseContradictions(Section one, QualityCaseConfig config)
    {
        if (config.MinScore > config.MaxScore)
        {
            one.Fail("min_score", "must not be greater than max_score");
        }

        // Where one of them is no number, which was told, what is left is not what was meant.
        var isWhole = one.FindRaw("ranking") is not YamlList ranking || ranking.Items.Count == config.Ranking.Count;
        if (isWhole && (config.Ranking.Count == 1 || config.Ranking.Distinct().Count() < config.Ranking.Count))
        {
            one.Fail("ranking", "must name at least two documents, each once");
        }

        if (config.Documents.Count > 0 && config.Ranking.Any(index => index >= config.Documents.Count))
        {
            one.Fail("ranking", $"names a document that is not there (there are {config.Documents.Count}, counted from 0)");
        }

        if (config.Embedding.Count > 0 && config.Embedding.All(static component => component == 0))
        {
            one.Fail("embedding", "is zero in every component: there is no angle to it");
        }
    }
}

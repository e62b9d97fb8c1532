using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads section <c>quality</c> of a probe.</summary>
internal static class QualityReader
{
    public static readonly SectionKeys Keys = new(
        "targets[].probes[].quality", "cases", "cases_file", "baseline_file", "fail_probe", "label_pointer", "label_regex", "score_pointer", "score_min", "score_max", "high_score", "embedding_pointer", "min_similarity", "track_output");

    /// <param name="draft">The probe as its protocol has read it: whether cases can be asked through it.</param>
    /// <returns>Null where there is no such section, or none that holds a case.</returns>
    public static QualityConfig? Read(Section probe, ProbeConfig draft)
    {
        if (probe.Child("quality", Keys) is not { } quality)
        {
            return null;
        }

        if (draft.Asking(new QualityCaseConfig()) is null)
        {
            probe.Fail("quality", $"a probe of type {ProbeTypeNames.NameOf(draft.Type)} cannot ask cases");
        }

        var defaults = new QualityConfig { Cases = ValueList<QualityCaseConfig>.Empty };
        var path = ReferencedFile.Read(quality, "cases_file");
        var baseline = BaselineReader.PathIn(quality);
        var config = defaults with
        {
            Cases = new(BaselineReader.Complete(quality, baseline, ReadCases(quality, path, one => QualityCaseReader.Read(one, draft is GenerationProbeConfig or HttpProbeConfig)))),
            CasesFile = path,
            BaselineFile = baseline,
            FailProbe = quality.Read("fail_probe", Booleans.Parse, defaults.FailProbe),
            LabelPointer = quality.ReadOptional("label_pointer", Texts.JsonPointer),
            LabelPattern = quality.ReadOptional("label_regex", RegexTexts.Parse),
            ScorePointer = quality.ReadOptional("score_pointer", Texts.JsonPointer),
            ScoreMin = quality.Read("score_min", Numbers.Any, defaults.ScoreMin),
            ScoreMax = quality.Read("score_max", Numbers.Any, defaults.ScoreMax),
            HighScore = quality.ReadOptionalValue("high_score", Numbers.Any),
            EmbeddingPointer = quality.ReadOptional("embedding_pointer", Texts.JsonPointer),
            MinSimilarity = quality.Read("min_similarity", Numbers.Between(-1, 1), defaults.MinSimilarity),
            TrackOutput = quality.Read("track_output", Booleans.Parse, defaults.TrackOutput),
        };
        RefuseUnfit(quality, config);
        return config.Cases.Count == 0 ? null : config;
    }

    private static List<QualityCaseConfig> ReadCases(Section quality, string? path, Func<Section, QualityCaseConfig> read) =>
    [
        .. quality.Children("cases", QualityCaseReader.Keys).Select(read),
        .. path is null ? [] : JsonLinesFile.Read(quality, "cases_file", path, QualityCaseReader.Keys, read),
    ];

    private static void RefuseUnfit(Section quality, QualityConfig config)
    {
        if (config.Cases.Count == 0 && !quality.Has("cases") && !quality.Has("cases_file"))
        {
            quality.Fail("needs cases or cases_file");
        }
        else if (config.Cases.Count > QualityConfig.MostCases)
        {
            quality.Fail($"{config.Cases.Count} cases are too many (at most {QualityConfig.MostCases})");
        }

        RefuseMany(quality, "labels", config.Cases.Select(static one => one.Label).OfType<string>());
        RefuseMany(quality, "query kinds", config.Cases.Select(static one => one.QueryKind));
        if (config.ScoreMin >= config.ScoreMax)
        {
            quality.Fail(quality.Has("score_max") ? "score_max" : "score_min", "score_min must be less than score_max");
        }
    }

    /// <summary>Each of them is a series.</summary>
    private static void RefuseMany(Section quality, string what, IEnumerable<string> values)
    {
        var count = values.Distinct(StringComparer.OrdinalIgnoreCase).Count();
        if (count > QualityConfig.MostLabelValues)
        {
            quality.Fail($"{count} different {what} are too many (at most {QualityConfig.MostLabelValues})");
        }
    }
}

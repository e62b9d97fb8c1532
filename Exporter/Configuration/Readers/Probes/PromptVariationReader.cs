using Exporter.Configuration.Probes;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads how one request of a language model differs from the next; the keys stand in the probe itself.</summary>
internal static class PromptVariationReader
{
    /// <summary>Without <c>server</c>, which only some protocols have.</summary>
    public static readonly IReadOnlyList<string> Names = ["cache", "cases", "case_order"];

    /// <param name="draft">The probe as its protocol has read it so far.</param>
    /// <param name="texts">The texts of the request that placeholders may stand in.</param>
    public static T Read<T>(Section probe, T draft, params (string Key, string? Text)[] texts)
        where T : GenerationProbeConfig
    {
        PromptCacheReader.CheckTexts(probe, texts);
        var all = texts.Select(static text => text.Text).ToArray();
        return draft with
        {
            Cache = PromptCacheReader.Read(probe, all),
            Cases = TemplateReader.ReadCases(probe, all),
            CaseOrder = TemplateReader.ReadOrder(probe),
        };
    }
}

using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads the texts that one request sends.</summary>
internal static class TextListReader
{
    private const int MaxTexts = 256;

    /// <returns>The texts, or <paramref name="fallback"/> where the key is missing.</returns>
    public static ValueList<string> Read(Section section, string key, ValueList<string> fallback)
    {
        if (section.FindRaw(key) is null)
        {
            return fallback;
        }

        var texts = section.ReadList(key, Texts.NotEmpty);
        if (texts.Count > MaxTexts)
        {
            section.Fail(key, $"has {texts.Count} texts; at most {MaxTexts}");
        }
        else if (texts.Count == 0 && section.FindRaw(key) is YamlList { Items.Count: 0 })
        {
            section.Fail(key, "needs at least one text");
        }

        return texts;
    }
}

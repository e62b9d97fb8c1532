using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>A closed set of words and what they mean.</summary>
internal sealed class Choices<T>(params (string Word, T Value)[] all)
{
    /// <summary>Up to this many are listed even where a near one is named.</summary>
    private const int FewWords = 8;

    public IEnumerable<string> Words => all.Select(static choice => choice.Word);

    public Parsed<T> Parse(string text)
    {
        foreach (var (word, value) in all)
        {
            if (word == text)
            {
                return Parsed<T>.Good(value);
            }
        }

        var hint = DidYouMean.Find(text, Words) is { } near ? $" (did you mean '{near}'?)" : "";
        var allowed = hint.Length == 0 || all.Length <= FewWords ? $"; allowed: {string.Join(", ", Words)}" : "";
        return Parsed<T>.Bad($"unknown value {Shown.Quoted(text)}{hint}{allowed}");
    }
}

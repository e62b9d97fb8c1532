using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>A closed set of words and what they mean.</summary>
internal sealed class Choices<T>(params (string Word, T Value)[] all)
{
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

        var near = DidYouMean.Find(text, Words);
        return Parsed<T>.Bad(near is not null
            ? $"unknown value {Shown.Quoted(text)} (did you mean '{near}'?); allowed: {string.Join(", ", Words)}"
            : $"unknown value {Shown.Quoted(text)}; allowed: {string.Join(", ", Words)}");
    }
}

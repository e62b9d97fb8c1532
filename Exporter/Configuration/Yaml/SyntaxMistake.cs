using YamlDotNet.Core;

namespace Exporter.Configuration.Yaml;

/// <summary>What the YAML parser could not read, said in the words of the file's writer.</summary>
internal static class SyntaxMistake
{
    /// <summary>The parser gave up without a reason.</summary>
    public const string NotReadFurther = "cannot be read beyond this; is a bracket, brace or quote not closed?";

    /// <summary>Fragments of the parser's messages, the telling ones first, and what they mean to someone who edits the file.</summary>
    private static readonly (string Fragment, string Meaning)[] Meanings =
    [
        ("invalid tab", "a tab cannot indent; use spaces"),
        ("a tab character that violate", "a tab cannot indent; use spaces"),
        ("invalid mapping", "a colon where no key can be; correct the indentation, or quote the value if the colon belongs to it"),
        ("did not find expected key", "a key is expected here; indent it like the keys before it"),
        ("expected '-' indicator", "a list item (-) is expected here; indent it like the items before it"),
        ("expected ',' or '}'", "a comma or a closing } is missing before this"),
        ("expected ',' or ']'", "a comma or a closing ] is missing before this"),
        ("could not find expected ':'", "a key without its colon"),
        ("unexpected end of stream", "the quote that opens here is never closed"),
        ("unexpected document indicator", "the quote that opens here is never closed"),
        ("unknown escape character", "an unknown escape in double quotes; use single quotes, or write \\\\ for a backslash"),
        ("cannot start any token", "no value can begin with this character; quote the value"),
        ("did not find expected node content", "a value is expected here"),
    ];

    public static void Report(YamlException mistake, string text, ErrorList errors)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var line = Math.Clamp((int)mistake.Start.Line, 1, lines.Length);
        var place = new Place(line, Math.Clamp((int)mistake.Start.Column, 1, lines[line - 1].Length + 1));
        var meaning = Meaning(mistake.Message);
        if (meaning.StartsWith("a tab ", StringComparison.Ordinal) || TabOf(lines[line - 1]) > 0)
        {
            meaning = Meanings[0].Meaning;
            place = FirstTab(lines, line) ?? place;
        }

        errors.Add(place, "", "not YAML: " + meaning);
    }

    private static string Meaning(string message)
    {
        foreach (var (fragment, meaning) in Meanings)
        {
            if (message.Contains(fragment, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }
        }

        var plain = message.Trim().TrimEnd('.');
        return plain.Length == 0 ? NotReadFurther : char.ToLowerInvariant(plain[0]) + plain[1..];
    }

    /// <summary>The parser may name the line above the tab.</summary>
    private static Place? FirstTab(string[] lines, int from)
    {
        for (var line = from; line <= lines.Length; line++)
        {
            if (TabOf(lines[line - 1]) is var column and > 0)
            {
                return new Place(line, column);
            }
        }

        return null;
    }

    /// <summary>The column of a tab in the indentation; 0 where there is none.</summary>
    private static int TabOf(string content)
    {
        var indent = content.AsSpan().IndexOfAnyExcept(' ');
        return indent >= 0 && content[indent] == '\t' ? indent + 1 : 0;
    }
}

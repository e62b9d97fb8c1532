using System.Text;

namespace Exporter.Commands.Discover;

/// <summary>Texts of other programs as values and comments of a YAML file: nothing that they say may become a key or a line.</summary>
internal static class YamlText
{
    private const int LongestComment = 200;

    /// <summary>In double quotes.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(character) => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>On one line.</summary>
    public static string Comment(string text)
    {
        var line = string.Concat(text.Select(static character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character));
        return line.Length > LongestComment ? line[..LongestComment] : line;
    }
}

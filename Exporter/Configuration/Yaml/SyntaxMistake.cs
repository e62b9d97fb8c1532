using YamlDotNet.Core;

namespace Exporter.Configuration.Yaml;

/// <summary>What the YAML parser could not read, said in the words of the file's writer.</summary>
internal static class SyntaxMistake
{
    public static void Report(YamlException mistake, string text, ErrorList errors)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var line = Math.Clamp((int)mistake.Start.Line, 1, lines.Length);
        var content = lines[line - 1];
        var column = Math.Clamp((int)mistake.Start.Column, 1, content.Length + 1);
        var indent = content.Length - content.TrimStart(' ').Length;
        if (indent < content.Length && content[indent] == '\t')
        {
            errors.Add(new Place(line, indent + 1), "", "not YAML: a tab cannot indent; use spaces");
            return;
        }

        errors.Add(new Place(line, column), "", "not YAML: " + Message(mistake));
    }

    private static string Message(YamlException mistake)
    {
        var message = mistake.Message.Trim().TrimEnd('.');
        return message.Length == 0 ? "syntax error" : char.ToLowerInvariant(message[0]) + message[1..];
    }
}

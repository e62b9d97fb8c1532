using System.Text;
using System.Text.RegularExpressions;
using Exporter.Configuration.Yaml;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration;

/// <summary>exporter.yaml.example as a tree, for tests that change it.</summary>
internal static partial class ExampleTree
{
    public static readonly string Text = File.ReadAllText(Repository.PathOf("exporter.yaml.example"));

    /// <summary>The folder of the files that it names.</summary>
    public static readonly string Folder = Repository.PathOf("Exporter.Tests", "Fixtures", "Config", "good");

    /// <summary>The example with everything in it that is left off; of the two ways to name a secret the second stays off.</summary>
    public static string Uncommented { get; } = CommentedKey().Replace(Text, "$1");

    /// <summary>Of several ways to say one thing, and of what has no effect beside its default, the second is left out: so it is accepted.</summary>
    public static string OneWay(string text) => AlternativeKey().Replace(text, "");

    public static YamlMap Read(string text)
    {
        var errors = new ErrorList("example");
        var root = YamlTree.Read(Encoding.UTF8.GetBytes(text), errors);
        Assert.That(errors.Any, Is.False);
        return (YamlMap)root!;
    }

    [GeneratedRegex(@"^( *)#(?=[^\s#])", RegexOptions.Multiline)]
    private static partial Regex CommentedKey();

    [GeneratedRegex(@"^ *(credentials_env|password_env|body_file|ip_protocol_fallback): .*$|^ *(cases: \[red, blue\]|case_order: random)$", RegexOptions.Multiline)]
    private static partial Regex AlternativeKey();
}

using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Yaml;
using Exporter.Probes;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration;

/// <summary>
/// exporter.yaml.example with nodes removed, doubled and replaced, the same ones in every run: always a configuration that
/// probes can be made of, or mistakes with their places, and never an exception.
/// </summary>
[TestFixture]
internal sealed class ExampleFuzzTests
{
    private const int Seeds = 20;
    private const int ChangesPerSeed = 25;

    private static readonly string[] Values =
    [
        "null", "~", "''", "'x'", "0", "-1", "1e999", "99999999999999999999", "true", "1s", "100h", "1MiB", "200%", "'/'", "'/~'", "'http://[::1]:8000'", "'${case}'", "'${'", "'('", "'(a+)+$'",
        "'\\'", "[]", "{}", "[[]]", "[null]", "{ '': 1 }", "{ name: x }", "\"\\0\"", "\"\\uFFFF\"", "'\u00e9\U0001F600'", "." ,
    ];

    private static readonly List<YamlNode> Nodes = [.. All(ExampleTree.Read(ExampleTree.OneWay(ExampleTree.Uncommented)))];

    [Test]
    public void What_is_emitted_unchanged_is_accepted()
    {
        Machine.NeedsTimeZone();
        Assert.That(Check(Emit(Nodes[0], [])), Is.Empty);
    }

    [Test]
    public void A_changed_example_is_taken_or_refused_with_places([Range(1, Seeds)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < ChangesPerSeed; i++)
        {
            var changes = new Dictionary<YamlNode, string>(ReferenceEqualityComparer.Instance);
            for (var left = random.Next(1, 4); left > 0; left--)
            {
                changes[Nodes[random.Next(1, Nodes.Count)]] = Change(random);
            }

            var text = Emit(Nodes[0], changes);
            var mistakes = Check(text);
            TestContext.Out.WriteLine($"{seed}.{i}: {string.Join(", ", changes.Select(static change => $"{change.Key.Path} -> {change.Value}"))}: {mistakes.Count} mistakes");
        }
    }

    /// <summary>What became of a node: removed, there twice, or another value.</summary>
    private static string Change(Random random) => random.Next(4) switch
    {
        0 => "removed",
        1 => "doubled",
        2 => Emit(Nodes[random.Next(1, Nodes.Count)], []),
        _ => Values[random.Next(Values.Length)],
    };

    private static IReadOnlyList<ConfigError> Check(string text)
    {
        var result = ConfigFile.Parse("exporter.yaml", Encoding.UTF8.GetBytes(text), ExampleTree.Folder);

        Assert.That(result.Value is null, Is.EqualTo(result.Errors.Count > 0), text);
        foreach (var error in result.Errors.Concat(result.Warnings))
        {
            Assert.That(error.Line, Is.EqualTo(1), error.ToString());
            Assert.That(error.Column, Is.InRange(1, text.Length + 1), error.ToString());
            Assert.That(error.Message, Is.Not.Empty);
            Assert.That(error.ToString().Any(char.IsControl), Is.False, error.ToString());
        }

        Assert.That(result.Errors.Select(static error => (error.Column, error.Path, error.Message)), Is.Unique, "no mistake is reported twice");
        foreach (var target in result.Value?.Targets.ToList() ?? [])
        {
            target.Probes.ToList().ForEach(probe => ProbeFactory.Create(target, probe).Dispose());
        }

        return result.Errors;
    }

    private static IEnumerable<YamlNode> All(YamlNode node) => (node switch
    {
        YamlMap map => map.Entries.Select(static entry => entry.Value),
        YamlList list => list.Items,
        _ => [],
    }).SelectMany(All).Prepend(node);

    /// <summary>The tree as flow text.</summary>
    private static string Emit(YamlNode node, Dictionary<YamlNode, string> changes)
    {
        if (changes.TryGetValue(node, out var change) && change is not ("removed" or "doubled"))
        {
            return change;
        }

        return node switch
        {
            YamlMap map => $"{{{string.Join(", ", map.Entries.SelectMany(entry => Times(entry.Value, $"{Quoted(entry.Key)}: {Emit(entry.Value, changes)}", changes)))}}}",
            YamlList list => $"[{string.Join(", ", list.Items.SelectMany(item => Times(item, Emit(item, changes), changes)))}]",
            YamlScalar { IsNull: true } => "null",
            YamlScalar { Plain: true } scalar when scalar.Text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') => scalar.Text,
            _ => Quoted(((YamlScalar)node).Text),
        };
    }

    private static IEnumerable<string> Times(YamlNode node, string text, Dictionary<YamlNode, string> changes) =>
        Enumerable.Repeat(text, changes.GetValueOrDefault(node) switch { "removed" => 0, "doubled" => 2, _ => 1 });

    /// <summary>JSON's quotes and escapes are YAML's.</summary>
    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}

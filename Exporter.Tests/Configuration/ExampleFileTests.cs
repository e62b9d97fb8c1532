using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Readers;
using Exporter.Configuration.Readers.Probes;
using Exporter.Configuration.Readers.Web;
using Exporter.Configuration.Yaml;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration;

/// <summary>exporter.yaml.example is the reference of the keys; it is held to be complete, valid and true.</summary>
[TestFixture]
internal sealed partial class ExampleFileTests
{
    [Test]
    public void It_is_valid_as_it_stands()
    {
        Machine.NeedsTimeZone();
        var result = ConfigFile.Read(Repository.PathOf("exporter.yaml.example"));

        Assert.That(result.Errors, Is.Empty);
        Assert.That(result.Value!.Targets.Select(static target => target.Name), Is.EqualTo(new[] { "qwen3-4b", "siamese-uninlu", "gradio-chat", "streamlit-chat", "resnet", "embedder", "generator", "llama3", "half-plus-two" }));
    }

    [Test]
    public void It_shows_the_defaults()
    {
        var config = Parse(ExampleTree.Text);
        var chat = (OpenAiChatProbeConfig)config.Targets[0].Probes[0];
        var defaults = new OpenAiChatProbeConfig { Name = chat.Name, Headers = chat.Headers, Expect = chat.Expect };

        Assert.That(config with { Targets = ValueList<TargetConfig>.Empty }, Is.EqualTo(new ExporterConfig()));
        Assert.That(chat, Is.EqualTo(defaults));
        Assert.That(Parse(ExampleTree.Uncommented).Otlp!.Interval, Is.EqualTo(new OtlpConfig { Endpoint = new Uri("http://x") }.Interval));
        Assert.That(ExampleTree.Uncommented, Does.Contain($"type: {new AuthorizationConfig { Credentials = new SecretReference() }.Type}"));
    }

    [Test]
    public void Every_key_that_the_readers_know_occurs_in_it()
    {
        var shown = new HashSet<string>();
        Collect(ExampleTree.Read(ExampleTree.Uncommented), "", shown);

        Assert.That(KnownKeys(), Is.Not.Empty);
        Assert.That(KnownKeys().Except(shown), Is.Empty, "Keys that exporter.yaml.example does not explain.");
        Assert.That(shown.Except(KnownKeys()).Where(static key => !FreeKey().IsMatch(key)), Is.Empty, "Keys that no reader knows.");
    }

    /// <summary>A key that is declared and explained but never read would be a silent lie.</summary>
    [Test]
    public void Every_key_in_it_is_read_and_checked()
    {
        var tree = ExampleTree.Read(ExampleTree.Uncommented);
        var unread = new List<string>();
        foreach (var node in Values(tree).Where(static node => !BodyKey().IsMatch(node.Path)))
        {
            var broken = Emit(tree, node);
            var errors = ConfigFile.Parse("example", Encoding.UTF8.GetBytes(broken), ExampleTree.Folder).Errors;
            if (!errors.Any(error => error.Path.StartsWith(node.Path, StringComparison.Ordinal)))
            {
                unread.Add(node.Path);
            }
        }

        Assert.That(unread, Is.Empty);
    }

    private static ExporterConfig Parse(string text)
    {
        Machine.NeedsTimeZone();
        var result = ConfigFile.Parse("example", Encoding.UTF8.GetBytes(ExampleTree.OneWay(text)), ExampleTree.Folder);
        Assert.That(result.Errors, Is.Empty);
        return result.Value!;
    }

    /// <summary>Section and key, such as <c>targets[].slo|probe</c>; a protocol's own sections begin with its name.</summary>
    private static HashSet<string> KnownKeys()
    {
        var readers = Enum.GetValues<ProbeType>().Select(static type => (Name: ProbeTypeNames.NameOf(type), Reader: ProbeReaders.Of(type))).ToList();
        var owned = readers.SelectMany(static entry => entry.Reader.Sections.Append(entry.Reader.Keys)).ToHashSet();
        // The references of a baseline are written by the program, not by a person.
        var shared = typeof(SectionKeys).Assembly.GetTypes()
            .Where(static type => type.Namespace?.StartsWith(typeof(SectionKeys).Namespace!, StringComparison.Ordinal) == true && !type.Name.StartsWith("Web", StringComparison.Ordinal) && type != typeof(BaselineReader))
            .SelectMany(static type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static field => field.FieldType == typeof(SectionKeys))
            .Select(static field => (SectionKeys)field.GetValue(null)!)
            .Where(keys => !owned.Contains(keys) && !IsOfWebFile(keys));
        var known = shared.SelectMany(static keys => keys.Names.Select(key => keys.Section + "|" + key)).ToHashSet();
        known.UnionWith(readers.SelectMany(static entry => entry.Reader.Sections.Append(entry.Reader.Keys)
            .SelectMany(keys => keys.Names.Select(key => entry.Name + " " + keys.Section + "|" + key))));
        return known;
    }

    private static bool IsOfWebFile(SectionKeys keys) => WebReader.Keys.Names.Any(name => keys.Section.StartsWith(name, StringComparison.Ordinal));

    private static void Collect(YamlNode node, string protocol, HashSet<string> shown)
    {
        if (node is YamlMap map)
        {
            var section = Index().Replace(map.Path, "[]");
            if (section == "targets[].probes[]" && map.TryGet("type", out var type))
            {
                protocol = ((YamlScalar)type.Value).Text + " ";
            }

            foreach (var entry in map.Entries)
            {
                var key = section + "|" + entry.Key;
                shown.Add(IsShared(section, entry.Key) ? key : protocol + key);
                Collect(entry.Value, protocol, shown);
            }
        }
        else if (node is YamlList list)
        {
            list.Items.ForEach(item => Collect(item, protocol, shown));
        }
    }

    private static bool IsShared(string section, string key) => section == "targets[].probes[]"
        ? ProbeReader.CommonKeys.Contains(key)
        : !section.StartsWith("targets[].probes[].", StringComparison.Ordinal) || SharedSection().IsMatch(section);

    private static IEnumerable<YamlNode> Values(YamlNode node) => node switch
    {
        YamlMap map => map.Entries.SelectMany(static entry => Values(entry.Value).Prepend(entry.Value)),
        YamlList list => list.Items.SelectMany(Values),
        _ => [],
    };

    /// <summary>The tree as flow text, with one value replaced by what is never right.</summary>
    private static string Emit(YamlNode node, YamlNode broken)
    {
        if (ReferenceEquals(node, broken))
        {
            return node is YamlList ? "{ x: [[]] }" : "[[]]";
        }

        return node switch
        {
            YamlMap map => "{" + string.Join(", ", map.Entries.Where(static entry => entry.Key is not ("credentials_env" or "password_env" or "body_file" or "ip_protocol_fallback")).Select(entry => entry.Key + ": " + Emit(entry.Value, broken))) + "}",
            YamlList list => "[" + string.Join(", ", list.Items.Select(item => Emit(item, broken))) + "]",
            YamlScalar { IsNull: true } => "null",
            _ => "'" + ((YamlScalar)node).Text.Replace("'", "''", StringComparison.Ordinal) + "'",
        };
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();

    /// <summary>Keys that the writer of a file chooses.</summary>
    [GeneratedRegex(@"\.(headers|body|input)\b")]
    private static partial Regex FreeKey();

    /// <summary>Sections that every protocol has.</summary>
    [GeneratedRegex(@"\.(authorization|basic_auth|tls)$|\.quality\b")]
    private static partial Regex SharedSection();

    /// <summary>A body and an argument may be anything; the second of two ways is left out of the text.</summary>
    [GeneratedRegex(@"\.(body|input)\b|\.cases\b|\.data\[|(credentials_env|password_env|body_file|ip_protocol_fallback)$")]
    private static partial Regex BodyKey();
}

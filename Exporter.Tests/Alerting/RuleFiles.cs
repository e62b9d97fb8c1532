using Exporter.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Exporter.Tests.Alerting;

/// <summary>The rule files as they are shipped.</summary>
internal static class RuleFiles
{
    public static string Folder { get; } = Repository.PathOf("alert-rules");

    public static IReadOnlyList<string> Paths { get; } = [.. Directory.GetFiles(Folder, "*.yml").Order(StringComparer.Ordinal)];

    public static IReadOnlyList<Rule> Rules { get; } = [.. Paths.SelectMany(Read)];

    public static IEnumerable<Rule> Alerts => Rules.Where(r => r.IsAlert);

    /// <summary>Names of all alerts, each once: one name may stand for two severities.</summary>
    public static IEnumerable<string> AlertNames => Alerts.Select(a => a.Name).Distinct();

    /// <summary>Whether <c>modelhost-exporter rules</c> wrote it; what that writes has further tests of its own.</summary>
    public static bool IsGenerated(string path) => Path.GetFileName(path).StartsWith("slo.", StringComparison.Ordinal);

    public static YamlMappingNode Document(string path)
    {
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static IEnumerable<YamlMappingNode> List(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Children.Cast<YamlMappingNode>() : [];

    public static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;

    private static IEnumerable<Rule> Read(string path) =>
        from rule in List(Document(path), "groups").SelectMany(g => List(g, "rules"))
        select new Rule
        {
            File = Path.GetFileName(path),
            Name = Text(rule, "alert") ?? Text(rule, "record") ?? throw new FormatException($"{path}: neither an alert nor a recording rule"),
            IsAlert = rule.Children.ContainsKey("alert"),
            Expression = Text(rule, "expr") ?? throw new FormatException($"{path}: a rule without expr"),
            Labels = Map(rule, "labels"),
            Annotations = Map(rule, "annotations"),
        };

    private static Dictionary<string, string> Map(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var map)
            ? ((YamlMappingNode)map).Children.ToDictionary(e => ((YamlScalarNode)e.Key).Value!, e => ((YamlScalarNode)e.Value).Value ?? "", StringComparer.Ordinal)
            : [];
}

using Exporter.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Exporter.Tests.Alerting;

/// <summary>Scenarios with further checks, written where promtool can read them.</summary>
internal static class RuleTestWriter
{
    /// <summary>Adds that an expression has the value 1 and no labels.</summary>
    public static void Expect(YamlMappingNode test, string expression, string evalTime)
    {
        if (!test.Children.TryGetValue("promql_expr_test", out var checks))
        {
            test.Add("promql_expr_test", checks = new YamlSequenceNode());
        }

        ((YamlSequenceNode)checks).Add(new YamlMappingNode(
            "expr", Quoted(expression),
            "eval_time", evalTime,
            "exp_samples", new YamlSequenceNode(new YamlMappingNode("labels", Quoted("{}"), "value", "1"))));
    }

    /// <summary>Writes a document whose rule files stand beside the folder of the shipped scenarios.</summary>
    public static string Write(TemporaryFolder folder, YamlMappingNode document)
    {
        var rules = ((YamlSequenceNode)document["rule_files"]).Children.Select(f => Path.GetFullPath(Path.Combine(RuleFiles.Folder, "tests", f.ToString())));
        document.Children["rule_files"] = new YamlSequenceNode(rules.Select(r => new YamlScalarNode(r)));
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(document)).Save(text, assignAnchors: false);
        return folder.Write("test.yml", text.ToString());
    }

    private static YamlScalarNode Quoted(string text) => new(text) { Style = YamlDotNet.Core.ScalarStyle.SingleQuoted };
}

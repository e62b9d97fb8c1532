using System.Globalization;
using Exporter.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Exporter.Tests.Alerting;

/// <summary>
/// config/alertmanager.yml as it is shipped (routes, grouping, waits, inhibition, mute times), but every receiver is a webhook of the
/// test, and changes of a group that was told already are told within seconds.
/// </summary>
internal static class ShippedAlertmanager
{
    public static string Towards(Uri webhook)
    {
        var document = RuleFiles.Document(Repository.PathOf("config", "alertmanager.yml"));
        document.Children.Remove("global");
        document.Children.Remove("templates");
        foreach (var route in Routes((YamlMappingNode)document["route"]))
        {
            route.Children.Remove("group_interval");
        }

        ((YamlMappingNode)document["route"]).Add("group_interval", "2s");
        document.Children["receivers"] = new YamlSequenceNode(RuleFiles.List(document, "receivers").Select(r => Receiver(RuleFiles.Text(r, "name")!, webhook)));
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new YamlStream(new YamlDocument(document)).Save(text, assignAnchors: false);
        return text.ToString();
    }

    private static IEnumerable<YamlMappingNode> Routes(YamlMappingNode route) => [route, .. RuleFiles.List(route, "routes").SelectMany(Routes)];

    private static YamlMappingNode Receiver(string name, Uri webhook) => new(
        "name", name,
        "webhook_configs", new YamlSequenceNode(new YamlMappingNode("url", webhook.ToString(), "send_resolved", "true")));
}

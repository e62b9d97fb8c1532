using System.Globalization;
using System.Text;
using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Traffic.Discovery;

namespace Exporter.Commands.Discover;

/// <summary>A configuration for what was found, valid as it stands, with what was seen and what is left to do as comments.</summary>
internal static class DiscoverYaml
{
    public static string Of(DiscoveryResult found, DateTimeOffset now, string host)
    {
        var targets = found.Servers.Where(static server => server.IsTarget).ToList();
        var text = new StringBuilder();
        Line(text, $"# Written by {BuildInfo.Name} {BuildInfo.Version} discover on {YamlText.Comment(host)}, {now:yyyy-MM-dd HH:mm}.");
        Line(text, "# Valid as it stands (check-config FILE); what only you can know is marked FILL IN. Every key: exporter.yaml.example");
        Line(text, "");
        if (targets.Count == 0)
        {
            Line(text, "# No server of models was found. Is it running, and may this user see its processes?");
            Line(text, "targets: []");
        }
        else
        {
            Line(text, "targets:");
            var names = new TargetNames();
            targets.ForEach(server => Target(text, server, names.For(server)));
        }

        Rest(text, found);
        return text.ToString();
    }

    /// <summary>One line for the terminal.</summary>
    public static string Summary(DiscoveryResult found)
    {
        var targets = found.Servers.Count(static server => server.IsTarget);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{targets} servers of models, {found.Servers.Count - targets} other HTTP servers; {found.Unanswered.Count} ports gave no answer, {found.PassedOver} were left alone.");
    }

    private static void Target(StringBuilder text, DiscoveredServer server, string name)
    {
        Line(text, $"  # {YamlText.Comment($"{server.Identity.Product}{(server.Identity.Version is { } version ? " " + version : "")}: {server.Identity.FoundBy}")}.");
        Line(text, $"  # {YamlText.Comment(Holder(server))}.");
        if (server.Identity.IsLoading)
        {
            Line(text, "  # It was loading its model; look again for the model's name.");
        }

        Line(text, $"  - name: {name}");
        Line(text, $"    url: {server.Url.GetLeftPart(UriPartial.Authority)}");
        Models(text, server.Identity.Models);
        Line(text, $"    server: {ServerKindNames.NameOf(server.Kind)}");
        Metrics(text, server);
        if (server.NeedsCredentials)
        {
            Line(text, "    # FILL IN: it wants credentials; give each probe: authorization: { credentials_file: FILE }");
        }

        if (server.Url.Scheme == Uri.UriSchemeHttps)
        {
            Line(text, "    # Its certificate was not looked at; each probe may have: tls: { ca_file: FILE }");
        }

        Line(text, "    probes:");
        foreach (var line in ProbeSuggestion.For(server))
        {
            Line(text, "      " + line);
        }

        Line(text, "");
    }

    private static string Holder(DiscoveredServer server)
    {
        var port = string.Create(CultureInfo.InvariantCulture, $"Port {server.Port}");
        var process = server is { Process: { } name, Pid: { } pid } ? string.Create(CultureInfo.InvariantCulture, $", process {name} ({pid})") : ", a process that this user cannot see";
        return port + process + (server.IsOnGpu ? ", on a GPU" : "");
    }

    private static void Models(StringBuilder text, IReadOnlyList<string> models)
    {
        if (models.Count > 0)
        {
            Line(text, $"    model: {YamlText.Quoted(models[0])}");
        }

        if (models.Count > 1)
        {
            Line(text, $"    # Further models, each a target of its own where it is to be probed: {YamlText.Comment(string.Join(", ", models.Skip(1)))}");
        }
    }

    /// <summary>The server's own metrics, where it has any; how to switch them on, where it could.</summary>
    private static void Metrics(StringBuilder text, DiscoveredServer server)
    {
        if (server.HasMetrics == true)
        {
            var patterns = server.MetricPrefixes.Select(static prefix => YamlText.Quoted(prefix + "*"));
            Line(text, $"    relay: {{ interval: 15s, allow: [{string.Join(", ", patterns)}] }}");
            return;
        }

        var hint = server.Kind switch
        {
            ServerKind.Sglang => "started with --enable-metrics, it tells requests, tokens and cache",
            ServerKind.LlamaCpp => "started with --metrics, it tells requests, tokens and steps",
            ServerKind.Triton => "its metrics are on a port of their own, 8002 as a rule; a target for that port may have them",
            _ => null,
        };
        if (hint is not null)
        {
            Line(text, $"    # FILL IN: {hint}: relay: {{ interval: 15s }}");
        }
    }

    private static void Rest(StringBuilder text, DiscoveryResult found)
    {
        foreach (var server in found.Servers.Where(static server => !server.IsTarget))
        {
            var holder = server.Process is { } name ? $" ({name})" : "";
            var version = server.Identity.Version is { } known ? " " + known : "";
            Line(text, YamlText.Comment(string.Create(CultureInfo.InvariantCulture, $"# Port {server.Port}{holder}: {server.Identity.Product}{version}, no server of models that is known here; {server.Identity.FoundBy}.")));
        }

        if (found.Unanswered.Count > 0)
        {
            Line(text, YamlText.Comment($"# No answer of HTTP within a second: port {string.Join(", ", found.Unanswered)}."));
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}

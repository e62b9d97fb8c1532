using Exporter.Configuration;

namespace Exporter.Traffic.Discovery;

/// <summary>What runs and what a configuration says, where the two are not alike.</summary>
/// <param name="Missing">Servers that run and are no target of the file.</param>
/// <param name="Gone">Targets of this host that the file has and that nobody serves.</param>
/// <param name="Changed">Targets that are served by something else than the file says.</param>
internal sealed record DiscoveryDifference(IReadOnlyList<DiscoveredServer> Missing, IReadOnlyList<TargetConfig> Gone, IReadOnlyList<(TargetConfig Target, DiscoveredServer Server, string Change)> Changed)
{
    public bool IsNone => Missing.Count + Gone.Count + Changed.Count == 0;

    /// <param name="isListening">Whether somebody listens on a port of this host, asked or not.</param>
    /// <param name="isHere">Whether an address is one of this host.</param>
    public static DiscoveryDifference Between(ExporterConfig config, DiscoveryResult found, Func<int, bool> isListening, Func<TargetConfig, bool> isHere)
    {
        var local = config.Targets.Where(isHere).ToList();
        var changed = new List<(TargetConfig, DiscoveredServer, string)>();
        foreach (var target in local)
        {
            if (found.Servers.FirstOrDefault(server => server.Port == target.Url.Port) is { } server && ChangeOf(target, server) is { } change)
            {
                changed.Add((target, server, change));
            }
        }

        return new DiscoveryDifference(
            [.. found.Servers.Where(server => server.IsTarget && local.TrueForAll(target => target.Url.Port != server.Port))],
            [.. local.Where(target => !isListening(target.Url.Port))],
            changed);
    }

    private static string? ChangeOf(TargetConfig target, DiscoveredServer server)
    {
        if (target.Server is { } expected && server.Kind != expected)
        {
            return $"the file says server: {ServerKindNames.NameOf(expected)}, but {ServerKindNames.NameOf(server.Kind)} answers";
        }

        var models = server.Identity.Models;
        return target.Model is { } model && models.Count > 0 && !models.Contains(model)
            ? $"the file says model: {model}, but it serves {string.Join(", ", models.Take(5))}"
            : null;
    }
}

using System.Collections.Frozen;
using Exporter.Web.Pages;

namespace Exporter.Web;

/// <summary>Every path the daemon answers. A new page is one row here.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<string, Route> byPath;

    /// <exception cref="WebStartException">The metrics path is taken by another page.</exception>
    public RouteTable(IEnumerable<Route> routes)
    {
        var all = routes.ToList();
        if (all.GroupBy(r => r.Path, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new WebStartException($"The path {twice.Key} is taken; choose another one for the metrics (--web.telemetry-path).");
        }

        byPath = all.ToFrozenDictionary(r => r.Path, StringComparer.Ordinal);
    }

    /// <param name="stopping">Fires when the server stops.</param>
    public static RouteTable Create(WebEndpoints endpoints, WebServerLimits limits, CancellationToken stopping)
    {
        var life = new LifecyclePages(endpoints, stopping);
        List<Route> routes =
        [
            new(endpoints.MetricsPath, RouteMethods.Read, new ScrapeHandler(endpoints.Metrics, limits).HandleAsync) { Title = "Metrics" },
            new("/-/healthy", RouteMethods.Read, LifecyclePages.HealthyAsync) { Title = "Alive?" },
            new("/-/ready", RouteMethods.Read, life.ReadyAsync) { Title = "Ready?" },
            new("/-/reload", RouteMethods.Act, life.ReloadAsync),
            new("/-/maintenance", RouteMethods.ActOrTakeBack, new MaintenancePage(endpoints).HandleAsync),
            new("/-/release-gpus", RouteMethods.Act, life.ReleaseGpusAsync),
        ];

        // Metrics at "/" are allowed and leave no room for a landing page.
        if (endpoints.MetricsPath != "/")
        {
            var landing = new LandingPage(endpoints.Landing, routes);
            routes = [new("/", RouteMethods.Read, landing.HandleAsync), .. routes];
        }

        return new RouteTable(routes);
    }

    /// <summary>Null where nothing stands at the path.</summary>
    public Route? Find(string path) => byPath.GetValueOrDefault(path);
}

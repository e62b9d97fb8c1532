using Exporter.Scheduling;
using Exporter.Traffic.Discovery;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>
/// Looks shortly after the start and seldom from then on which servers run here, for a daemon that was given no configuration:
/// it says what could be watched, and probes none of it.
/// </summary>
internal sealed class DiscoveryWatch : IAsyncDisposable
{
    private static readonly TimeSpan interval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan firstDelay = TimeSpan.FromSeconds(2);

    private readonly ServerDiscovery discovery;
    private readonly Func<IReadOnlyCollection<int>> gpuPids;
    private readonly ILogger logger;
    private readonly PeriodicLoop loop;
    private IReadOnlyList<string> seen = [];

    /// <param name="gpuPids">Processes that hold memory of a GPU, as known now.</param>
    public DiscoveryWatch(DiscoveryOptions options, Func<IReadOnlyCollection<int>> gpuPids, TimeProvider time, ILogger logger)
    {
        discovery = new ServerDiscovery(options, time);
        this.gpuPids = gpuPids;
        this.logger = logger;
        loop = new PeriodicLoop(new PeriodicSchedule { Name = "discovery", Interval = interval, FirstDelay = firstDelay }, LookAsync, time, logger);
    }

    /// <summary>A line for each server that was seen last. Any thread may ask.</summary>
    public IReadOnlyList<string> Seen => Volatile.Read(ref seen);

    public void Start() => loop.Start();

    public ValueTask DisposeAsync() => loop.DisposeAsync();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var found = await discovery.FindAsync(Task.FromResult(gpuPids()), cancellationToken);
        string[] lines = [.. found.Servers.Where(static server => server.IsTarget).Select(Line)];
        if (lines.SequenceEqual(Seen))
        {
            return;
        }

        Volatile.Write(ref seen, lines);
        Log.ServersSeen(logger, lines.Length, lines.Length == 0 ? "none" : string.Join("; ", lines));
    }

    private static string Line(DiscoveredServer server)
    {
        var version = server.Identity.Version is { } known ? " " + known : "";
        var models = server.Identity.Models.Count == 0 ? "" : $" with {string.Join(", ", server.Identity.Models.Take(3))}";
        return $"{server.Identity.Product}{version} at {server.Url.GetLeftPart(UriPartial.Authority)}{models}";
    }
}

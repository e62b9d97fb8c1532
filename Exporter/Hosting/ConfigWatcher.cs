using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>
/// Looks at the configuration once a second and asks for a reload when its content changed. Looking beats file-system
/// events here: those miss network file systems, mounted config maps and editors that replace the file.
/// </summary>
internal sealed class ConfigWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PeriodicLoop loop;
    private string? seen;

    public ConfigWatcher(IConfigSource source, Func<CancellationToken, Task> reload, TimeProvider time, ILogger logger)
    {
        seen = source.Stamp();
        loop = new PeriodicLoop(new PeriodicSchedule { Name = "config-watch", Interval = Interval, FirstDelay = Interval }, LookAsync, time, logger);

        async Task LookAsync(CancellationToken cancellationToken)
        {
            var now = source.Stamp();
            if (now is not null && now != seen)
            {
                seen = now;
                await reload(cancellationToken);
            }
        }
    }

    public void Start() => loop.Start();

    public ValueTask DisposeAsync() => loop.DisposeAsync();
}

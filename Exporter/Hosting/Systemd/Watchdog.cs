using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting.Systemd;

/// <summary>
/// The sign of life that systemd waits for. It is given only after a check of what the daemon exists for, on the same thread
/// pool and timers that probes use: a stalled scheduler or a scrape that does not end withholds it. A hung GPU does not:
/// no restart cures a hung driver.
/// </summary>
internal sealed class Watchdog : IAsyncDisposable
{
    private readonly PeriodicLoop loop;

    /// <param name="services">Where the sign goes.</param>
    /// <param name="isAlive">The check; false or a hang withholds the sign.</param>
    public Watchdog(ServiceManager services, TimeSpan interval, Func<CancellationToken, Task<bool>> isAlive, TimeProvider time, ILogger logger)
    {
        var schedule = new PeriodicSchedule { Name = "watchdog", Interval = interval / 2 };
        loop = new PeriodicLoop(schedule, CheckAsync, time, logger);

        async Task CheckAsync(CancellationToken cancellationToken)
        {
            if (await isAlive(cancellationToken))
            {
                services.Watchdog();
            }
            else
            {
                Log.WatchdogWithheld(logger);
            }
        }
    }

    public void Start() => loop.Start();

    public ValueTask DisposeAsync() => loop.DisposeAsync();
}

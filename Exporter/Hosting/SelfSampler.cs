using Exporter.Host;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>Reads the daemon's own process in the background, since a scrape reads memory only.</summary>
internal sealed class SelfSampler : IAsyncDisposable
{
    private const string OwnProc = "/proc";

    private readonly PeriodicLoop loop;
    private SelfProcess last = SelfProcess.Read(OwnProc);

    public SelfSampler(TimeProvider time, ILogger logger)
    {
        var schedule = new PeriodicSchedule { Name = "self", Interval = TimeSpan.FromSeconds(5), FirstDelay = TimeSpan.FromSeconds(1) };
        loop = new PeriodicLoop(schedule, SampleAsync, time, logger);

        Task SampleAsync(CancellationToken cancellationToken)
        {
            Volatile.Write(ref last, SelfProcess.Read(OwnProc));
            return Task.CompletedTask;
        }
    }

    /// <summary>The last reading.</summary>
    public SelfProcess Last => Volatile.Read(ref last);

    public void Start() => loop.Start();

    public ValueTask DisposeAsync() => loop.DisposeAsync();
}

using Exporter.Host;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>Reads the daemon's own process in the background, since a scrape reads memory only.</summary>
internal sealed class SelfSampler : IAsyncDisposable
{
    private const string OwnProc = "/proc";

    private readonly PeriodicLoop loop;
    private readonly SteadyTime start = new();
    private SelfProcess last;

    public SelfSampler(TimeProvider time, ILogger logger)
    {
        var schedule = new PeriodicSchedule { Name = "self", Interval = TimeSpan.FromSeconds(5), FirstDelay = TimeSpan.FromSeconds(1) };
        last = Read();
        loop = new PeriodicLoop(schedule, SampleAsync, time, logger);

        Task SampleAsync(CancellationToken cancellationToken)
        {
            Volatile.Write(ref last, Read());
            return Task.CompletedTask;
        }

        SelfProcess Read()
        {
            var now = SelfProcess.Read(OwnProc);
            return now with { StartTimeSeconds = start.Of(now.StartTimeSeconds) };
        }
    }

    /// <summary>The last reading.</summary>
    public SelfProcess Last => Volatile.Read(ref last);

    public void Start() => loop.Start();

    public ValueTask DisposeAsync() => loop.DisposeAsync();
}

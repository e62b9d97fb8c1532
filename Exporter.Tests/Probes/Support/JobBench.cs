using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Manners;
using Exporter.Probes.Metrics;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>A job with its meter, its log and a clock that moves only when told to.</summary>
internal sealed class JobBench : IAsyncDisposable
{
    private static int last;

    private readonly RecordingLoggerFactory loggers = new();

    public JobBench(IProbe probe, ProbeConfig? config = null)
    {
        // A name of its own: the listeners of tests that run side by side hear every meter.
        var target = ProbeBench.Target(new Uri("http://user:secret@127.0.0.1:1/base"), $"t{Interlocked.Increment(ref last)}");
        Config = config ?? ProbeBench.Chat();
        Readings = new MetricReadings(target.Name);
        Maintenance = new MaintenanceSwitch(Clock);
        Metrics = new ProbeMetrics(target.Name, Config.Name, ProbeBench.Buckets, Clock);
        Job = new ProbeJob(target, Config, probe, Metrics, Clock, loggers, Maintenance);
        Metrics.IsInMaintenance = () => Maintenance.IsOpen;
    }

    public ManualTimeProvider Clock { get; } = new();

    public ProbeConfig Config { get; }

    public MaintenanceSwitch Maintenance { get; }

    public ProbeMetrics Metrics { get; }

    public ProbeJob Job { get; }

    public MetricReadings Readings { get; }

    public RecordingLogger Log => loggers.Logger;

    public async ValueTask DisposeAsync()
    {
        await Job.DisposeAsync();
        Metrics.Dispose();
        Readings.Dispose();
        loggers.Dispose();
    }
}

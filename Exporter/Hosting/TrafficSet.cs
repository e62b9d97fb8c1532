using Exporter.Configuration;
using Exporter.Exposition;
using Exporter.Gpu;
using Exporter.Probes;
using Exporter.Scheduling;
using Exporter.Traffic.Energy;
using Exporter.Traffic.Logs;
using Exporter.Traffic.Processes;
using Exporter.Traffic.Sockets;
using Exporter.Traffic.ServerMetrics;
using Exporter.Traffic.State;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>
/// Everything that watches the real traffic of the targets. Every room of Traffic has its own few lines here: its collection and
/// its metrics are built in the constructor, configured in <see cref="ApplyAsync"/> and started in <see cref="Start"/>; what is
/// <see cref="Own"/>ed stops in the reverse order.
/// </summary>
internal sealed class TrafficSet : IAsyncDisposable
{
    private readonly Stack<object> owned = new();
    private readonly MetricsPipeline pipeline;
    private readonly AccessLogCollection logs;

    /// <param name="probesOf">What the probes of a target know.</param>
    /// <param name="gpusNow">The GPUs as they are known now; null where none is read.</param>
    public TrafficSet(
        MetricsPipeline pipeline,
        CollectorHealthBoard board,
        Func<string, IReadOnlyList<ProbeEvidence>> probesOf,
        Func<IReadOnlyList<GpuView>?> gpusNow,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        Processes = Own(new TargetProcesses(board, time, loggers.CreateLogger<TargetProcesses>()));
        Own(new TargetProcessMetrics(Processes));

        Sockets = Own(new SocketCollection(Processes.PlaceOf, board, time, loggers.CreateLogger<SocketCollection>()));
        Own(new SocketMetrics(Sockets));

        ServerMetrics = Own(new ServerMetricsCollection(static tls => new TargetTls(tls), time, loggers.CreateLogger<ServerMetricsCollection>(), (target, request) => logs!.RequestsTo(target)?.Add(request)));
        Own(new ServerMetricsMetrics(ServerMetrics));

        var evidence = new TargetEvidenceSource(probesOf, Sockets, Processes, ServerFactsOf, gpusNow);
        States = Own(new StateCollection(evidence.Of, time, loggers.CreateLogger<StateCollection>()));
        Own(new StateMetrics(States));

        Energy = Own(new EnergyCollection(() => EnergyCards.Of(gpusNow()), time, loggers.CreateLogger<EnergyCollection>()));
        Own(new EnergyMetrics(Energy));

        this.pipeline = pipeline;
        logs = Own(new AccessLogCollection(board, time, loggers.CreateLogger<AccessLogCollection>()));
    }

    /// <summary>Whose each process is; the GPUs ask too.</summary>
    public TargetProcesses Processes { get; }

    /// <summary>The connections and accept queues of the targets' ports.</summary>
    public SocketCollection Sockets { get; }

    /// <summary>What the targets' own metrics say.</summary>
    public ServerMetricsCollection ServerMetrics { get; }

    /// <summary>The verdict on each target.</summary>
    public StateCollection States { get; }

    /// <summary>Whose the GPUs' energy is.</summary>
    public EnergyCollection Energy { get; }

    /// <summary>Makes what is watched that of <paramref name="config"/>. Calls must not overlap.</summary>
    public async Task ApplyAsync(ExporterConfig config)
    {
        Processes.Configure(CollectionSetup.Processes(config));
        Sockets.Configure(CollectionSetup.Sockets(config));
        await ServerMetrics.ConfigureAsync(ServerMetricsOptions.Of(config));
        Energy.Configure(config.Targets.Select(t => t.Name));
        States.Configure(CollectionSetup.States(config));
        await logs.ApplyAsync(CollectionSetup.AccessLogs(config), CollectionSetup.StateDirectory(config), pipeline.Exchange);
    }

    /// <summary>A probe has sent a request: no user's.</summary>
    public void Sent(string target, SentRequest request) =>
        logs.RequestsTo(target)?.Add(new OwnRequest(request.LocalPort, request.Method, request.Path, () => request.Status));

    /// <summary>Begins to watch; once, after the first configuration was applied.</summary>
    public void Start()
    {
        Processes.Start();
        Sockets.Start();
        ServerMetrics.Start();
        States.Start();
        Energy.Start();
        logs.Start();
    }

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var part))
        {
            if (part is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (part as IDisposable)?.Dispose();
            }
        }
    }

    private ServerFacts? ServerFactsOf(string target) => ServerMetrics.Find(target) is { } said
        ? new ServerFacts(said.At, said.Running, said.Waiting, said.Heartbeat, said.IsSleeping)
        : null;

    private T Own<T>(T part)
        where T : class
    {
        owned.Push(part);
        return part;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Exporter.Gpu.Events;
using Exporter.Scheduling;

namespace Exporter.Gpu.Sampling;

/// <summary>An open session while it is served: a sampler for each of its GPUs, its events, and when it must end.</summary>
internal sealed class GpuServing
{
    private readonly IGpuSession session;
    private readonly GpuOptions options;
    private readonly CollectorHealthBoard board;
    private readonly GpuPatience patience;
    private readonly HangingCalls hanging;
    private readonly Action<GpuSampler> changed;
    private readonly GpuXids xids;
    private readonly Lock gate = new();
    private readonly GpuEventWatch? events;
    private readonly TaskCompletionSource<GpuReopenReason> over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="session">Closed by the owner after <see cref="StopAsync"/>.</param>
    /// <param name="shared">What outlives sessions.</param>
    /// <param name="changed">Told of every new result, on the thread that brought it.</param>
    public GpuServing(IGpuSession session, GpuServingParts shared, Action<GpuSampler> changed)
    {
        this.session = session;
        this.changed = changed;
        (options, board, patience, hanging, xids) = (shared.Options, shared.Board, shared.Patience, shared.Hanging, shared.Xids);
        Samplers = [.. session.Readers.Select(reader => NewSampler(reader, shared))];
        events = session.OpenEvents() is { } source ? new GpuEventWatch(source, OnEvent, options.StopBound, shared.Time, shared.Logger) : null;
    }

    public ImmutableArray<GpuSampler> Samplers { get; }

    /// <summary>Completes when the session must be closed.</summary>
    public Task<GpuReopenReason> Over => over.Task;

    public void Start()
    {
        lock (gate)
        {
            patience.Restart();
        }

        foreach (var sampler in Samplers)
        {
            sampler.Start();
        }

        events?.Start();
    }

    /// <summary>Ends samplers and events.</summary>
    /// <returns>False when a call hangs in the session, which then must not be closed.</returns>
    public async Task<bool> StopAsync()
    {
        var stops = Samplers.Select(async sampler => (Sampler: sampler, InTime: await sampler.StopAsync().ConfigureAwait(false))).ToList();
        var eventsEnded = events is null || await events.StopAsync().ConfigureAwait(false);
        var ended = await Task.WhenAll(stops).ConfigureAwait(false);
        foreach (var (sampler, inTime) in ended)
        {
            board.Remove(sampler.Health);
            if (!inTime)
            {
                hanging.Add(sampler);
            }
        }

        return eventsEnded && ended.All(end => end.InTime);
    }

    private GpuSampler NewSampler(IGpuReader reader, GpuServingParts shared)
    {
        var entry = board.Add(GpuCollection.CollectorName, reader.Index.ToString(CultureInfo.InvariantCulture));
        return new GpuSampler(reader, options, shared.Owners, entry, OnPublished, shared.Time, shared.Logger) { MayEnter = () => hanging.MayEnter(reader.Index) };
    }

    private void OnPublished(GpuSampler sampler)
    {
        changed(sampler);
        if (sampler.View.Snapshot is { Failure: { Scope: GpuFailureScope.Session } failure })
        {
            over.TrySetResult(new GpuReopenReason(failure, AtOnce: false));
            return;
        }

        lock (gate)
        {
            if (patience.IsOver(Samplers, out var reason))
            {
                over.TrySetResult(reason);
            }
        }
    }

    private void OnEvent(GpuEvent happened)
    {
        if (happened is { Kind: GpuEventKind.Xid, PciAddress: { } address })
        {
            xids.Report(address, happened.Xid, XidSource.Driver);
        }
        else if (happened.Kind is GpuEventKind.DevicesChanged && Samplers.All(sampler => sampler.View.Snapshot is not null))
        {
            // While a call hangs the session cannot be closed; the event comes again.
            over.TrySetResult(new GpuReopenReason(DevicesChanged, AtOnce: true));
        }
    }

    private static GpuFailure DevicesChanged { get; } = new(GpuFailureScope.Session, "devices_changed", "A GPU was plugged in or taken out.");
}

using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Events;

/// <summary>Waits for the events of a session on a thread of its own, which ends soon after it is asked to unless the driver hangs.</summary>
internal sealed class GpuEventWatch
{
    /// <summary>How long one wait in the driver may take, and so how long a stop may.</summary>
    private static readonly TimeSpan waitBound = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan pauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly object gate = new();
    private readonly IGpuEvents events;
    private readonly Action<GpuEvent> happened;
    private readonly TimeSpan stopBound;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isStopping;

    /// <param name="happened">Told of every event but <see cref="GpuEventKind.None"/>, on the thread of the events; must be quick.</param>
    public GpuEventWatch(IGpuEvents events, Action<GpuEvent> happened, TimeSpan stopBound, TimeProvider time, ILogger logger)
    {
        this.events = events;
        this.happened = happened;
        this.stopBound = stopBound;
        this.time = time;
        this.logger = logger;
        thread = new Thread(Run) { Name = "gpu-events", IsBackground = true };
    }

    public void Start() => thread.Start();

    /// <returns>False when a call still hangs; then the thread is left behind.</returns>
    public async Task<bool> StopAsync()
    {
        lock (gate)
        {
            isStopping = true;
            Monitor.PulseAll(gate);
        }

        try
        {
            await ended.Task.WaitAsync(stopBound, time, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Run()
    {
        try
        {
            while (WaitOnce())
            {
            }

            events.Dispose();
        }
#pragma warning disable CA1031 // A bug in watching events costs the events, neither the readings nor the daemon.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.EventsBug(logger, bug);
        }

        ended.SetResult();
    }

    private bool WaitOnce()
    {
        if (IsStopping)
        {
            return false;
        }

        var next = events.Wait(waitBound);
        if (next.Kind is GpuEventKind.Unsupported || IsStopping)
        {
            return false;
        }

        if (next.Kind is GpuEventKind.Failed)
        {
            Pause();
        }
        else if (next.Kind is not GpuEventKind.None)
        {
            happened(next);
        }

        return true;
    }

    private bool IsStopping
    {
        get
        {
            lock (gate)
            {
                return isStopping;
            }
        }
    }

    private void Pause()
    {
        lock (gate)
        {
            if (!isStopping)
            {
                Monitor.Wait(gate, pauseAfterFailure);
            }
        }
    }
}

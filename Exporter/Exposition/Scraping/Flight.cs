using Exporter.Exposition.Negotiation;

namespace Exporter.Exposition.Scraping;

/// <summary>One body in the making, for all scrapes that asked for it meanwhile.</summary>
/// <remarks>Its counts are guarded by the gate's state lock.</remarks>
internal sealed class Flight(Action<Flight> produce, ExpositionProtocol protocol, bool gzip) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<SharedBody?> landed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ExpositionProtocol Protocol { get; } = protocol;

    public bool Gzip { get; } = gzip;

    /// <summary>Scrapes that wait for it.</summary>
    public int Waiters { get; set; }

    /// <summary>Nobody may join any more, and every waiter has its reference.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Null when it failed.</summary>
    public SharedBody? Body { get; private set; }

    public Task<SharedBody?> Landed => landed.Task;

    public void Execute() => produce(this);

    public void Complete(SharedBody? body)
    {
        IsComplete = true;
        Body = body;
        body?.Retain(Waiters);
        landed.SetResult(body);
    }
}

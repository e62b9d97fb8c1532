using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Exporter.Web.Connections;

/// <summary>
/// The open connections of all listeners and their common bound. A connection beyond the bound takes the place of the one that
/// has been idle longest, so that nobody keeps a scraper out by holding connections; where all are at work it waits.
/// </summary>
internal sealed class ConnectionTable(int capacity, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How soon a waiting connection looks again for one that became idle.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long after a request its connection is left alone, for the client to take the answer.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim places = new(capacity, capacity);
    private readonly Lock gate = new();
    private readonly HashSet<TrackedConnection> connections = [];
    private readonly RepeatedEvent evictions = new(TimeSpan.FromMinutes(1), time);
    private bool isDisposed;

    public int Capacity => capacity;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return connections.Count;
            }
        }
    }

    public long Now => time.GetTimestamp();

    /// <summary>Gives an accepted connection its place; evicts or waits where there is none.</summary>
    /// <exception cref="OperationCanceledException">The token fired while it waited.</exception>
    public async ValueTask<TrackedConnection> EnterAsync(ConnectionContext accepted, CancellationToken cancellationToken)
    {
        if (!places.Wait(0, cancellationToken))
        {
            do
            {
                EvictMostIdle();
            }
            while (!await places.WaitAsync(RetryInterval, cancellationToken));
        }

        var connection = new TrackedConnection(accepted, this, Now);
        lock (gate)
        {
            connections.Add(connection);
        }

        return connection;
    }

    public void Leave(TrackedConnection connection)
    {
        lock (gate)
        {
            // A connection that outlives the server's stop finds no table any more.
            if (connections.Remove(connection) && !isDisposed)
            {
                places.Release();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            places.Dispose();
        }
    }

    private void EvictMostIdle()
    {
        TrackedConnection? victim;
        lock (gate)
        {
            victim = connections.Where(MayGo).MinBy(c => c.IdleSince);
        }

        if (victim is not null)
        {
            victim.Evict();
            if (evictions.ShouldTell(out var untold))
            {
                Log.ConnectionsExhausted(logger, capacity, untold);
            }
        }
    }

    private bool MayGo(TrackedConnection connection) =>
        connection.IsIdle && (!connection.HasServed || time.GetElapsedTime(connection.IdleSince) >= Grace);
}

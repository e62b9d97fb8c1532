using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Exporter.Web.Connections;

/// <summary>
/// The open connections of all listeners and their common bound. A connection beyond the bound takes the place of the one that
/// has been idle longest, so that nobody keeps a scraper out by holding connections; where all are at work it waits.
/// </summary>
internal sealed class ConnectionTable(ConnectionBudget budget, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How soon a waiting connection looks again for one that became idle.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long after a request its connection is left alone, for the client to take the answer.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim departures = new(0);
    private readonly Lock gate = new();
    private readonly HashSet<TrackedConnection> connections = [];
    private readonly RepeatedEvent evictions = new(TimeSpan.FromMinutes(1), time);
    private int waiting;
    private bool isDisposed;

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
        TrackedConnection? entered;
        while ((entered = TryEnter(accepted, budget.Allowed(Count))) is null)
        {
            EvictMostIdle();
            await WaitForDepartureAsync(cancellationToken);
        }

        return entered;
    }

    public void Leave(TrackedConnection connection)
    {
        lock (gate)
        {
            // A connection that outlives the server's stop finds no table any more.
            if (connections.Remove(connection) && !isDisposed && Volatile.Read(ref waiting) > 0)
            {
                departures.Release();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            departures.Dispose();
        }
    }

    /// <summary>Ends with a departure, or after a while, in which a connection at work may have become idle.</summary>
    private async Task WaitForDepartureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await departures.WaitAsync(RetryInterval, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Null where there is no place; the caller then counts as waiting.</summary>
    private TrackedConnection? TryEnter(ConnectionContext accepted, int allowed)
    {
        lock (gate)
        {
            if (connections.Count >= allowed)
            {
                Interlocked.Increment(ref waiting);
                return null;
            }

            var connection = new TrackedConnection(accepted, this, Now);
            connections.Add(connection);
            return connection;
        }
    }

    private void EvictMostIdle()
    {
        TrackedConnection? victim;
        int open;
        lock (gate)
        {
            open = connections.Count;
            victim = connections.Where(MayGo).MinBy(c => c.IdleSince);
        }

        if (victim is not null)
        {
            victim.Evict();
            if (evictions.ShouldTell(out var untold))
            {
                Log.ConnectionsExhausted(logger, open, untold);
            }
        }
    }

    private bool MayGo(TrackedConnection connection) =>
        connection.IsIdle && (!connection.HasServed || time.GetElapsedTime(connection.IdleSince) >= Grace);
}

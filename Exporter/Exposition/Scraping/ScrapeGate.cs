using Exporter.Exposition.Collection;
using Exporter.Exposition.Negotiation;
using Microsoft.Extensions.Logging;

namespace Exporter.Exposition.Scraping;

/// <summary>
/// Lets one collection run at a time and as many scrapes as possible share it: finished bodies are kept for each format while
/// the snapshot is fresh, and who asks for one in the making joins.
/// </summary>
/// <remarks>
/// Two locks. <c>collecting</c> is held over a collection and all work on its result; <c>state</c>, inside it or alone, for a few
/// instructions. Waiting is asynchronous, so that a caller's deadline holds even where a callback hangs.
/// </remarks>
internal sealed class ScrapeGate(SnapshotCollector collector, ScrapeMetrics metrics, TimeSpan snapshotAge, TimeProvider time, ILogger logger)
{
    /// <summary>How long an exchange or the end waits for a collection in progress.</summary>
    public static readonly TimeSpan ExchangeBound = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan StopBound = TimeSpan.FromSeconds(3);

    private readonly Lock collecting = new();
    private readonly Lock state = new();
    private readonly BodyWriter writer = new();
    private readonly SharedBody?[] bodies = new SharedBody?[BodyKey.Count];
    private readonly Flight?[] flights = new Flight?[BodyKey.Count];
    private long snapshotTaken;
    private bool hasSnapshot;
    private bool isFailing;
    private volatile bool isStopped;

    /// <returns>A body with a reference of the caller's own, or the reason why there is none.</returns>
    public async ValueTask<(SharedBody? Body, ScrapeFailure? Failure)> BodyAsync(
        ExpositionProtocol protocol, bool gzip, TimeSpan deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Flight flight;
        lock (state)
        {
            if (isStopped)
            {
                return (null, ScrapeFailure.Stopped);
            }

            if (IsFresh && bodies[BodyKey.Of(protocol, gzip)] is { } body)
            {
                body.Retain(1);
                return (body, null);
            }

            flight = Join(protocol, gzip);
        }

        try
        {
            var body = await flight.Landed.WaitAsync(AtLeastZero(deadline), time, cancellationToken).ConfigureAwait(false);
            return (body, body is not null ? null : isStopped ? ScrapeFailure.Stopped : ScrapeFailure.Failed);
        }
        catch (TimeoutException)
        {
            Leave(flight);
            return (null, ScrapeFailure.DeadlineExceeded);
        }
        catch (OperationCanceledException)
        {
            Leave(flight);
            throw;
        }
    }

    public void Exchange(Action retire, Action introduce)
    {
        if (!collecting.TryEnter(ExchangeBound))
        {
            throw new TimeoutException($"A collection of metrics has been running for more than {ExchangeBound.TotalSeconds:0} s.");
        }

        try
        {
            try
            {
                retire();
                collector.Discard();
                introduce();
            }
            finally
            {
                DropSnapshot();
            }
        }
        finally
        {
            collecting.Exit();
        }
    }

    /// <summary>Refuses scrapes from now on and runs <paramref name="dispose"/> when the collection in progress is over.</summary>
    public void Stop(Action dispose)
    {
        lock (state)
        {
            isStopped = true;
        }

        if (!collecting.TryEnter(StopBound))
        {
            Log.StopBoundHit(logger, StopBound);
            return;
        }

        try
        {
            DropSnapshot();
            collector.EndCollections();
            dispose();
        }
        finally
        {
            collecting.Exit();
        }
    }

    private bool IsFresh => hasSnapshot && time.GetElapsedTime(snapshotTaken) < snapshotAge;

    /// <summary>Called under the state lock.</summary>
    private Flight Join(ExpositionProtocol protocol, bool gzip)
    {
        ref var flight = ref flights[BodyKey.Of(protocol, gzip)];
        if (flight is null or { IsComplete: true })
        {
            flight = new Flight(Produce, protocol, gzip);
            ThreadPool.UnsafeQueueUserWorkItem(flight, preferLocal: false);
        }

        flight.Waiters++;
        return flight;
    }

    private void Leave(Flight flight)
    {
        lock (state)
        {
            if (flight.IsComplete)
            {
                flight.Body?.Release();
            }
            else
            {
                flight.Waiters--;
            }
        }
    }

    private void Produce(Flight flight)
    {
        lock (collecting)
        {
            SharedBody? body = null;
            try
            {
                // Asked for before the end and due after it: there is nothing left to collect from.
                if (!isStopped)
                {
                    body = FreshBody(flight);
                    Recovered();
                }
            }
#pragma warning disable CA1031 // A bug in one scrape must neither end the process nor leave its waiters without an answer.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                Failed(bug);
            }

            // Inside the collection lock: a scrape that comes after an exchange must not join a flight from before it.
            lock (state)
            {
                flight.Complete(body);
            }
        }
    }

    private SharedBody FreshBody(Flight flight)
    {
        bool isFresh;
        lock (state)
        {
            isFresh = IsFresh;
        }

        if (!isFresh)
        {
            DropSnapshot();
            collector.TakeSnapshot();
            metrics.Collected(collector.SeriesCount);
            lock (state)
            {
                snapshotTaken = time.GetTimestamp();
                hasSnapshot = true;
            }
        }

        return Body(flight.Protocol, flight.Gzip);
    }

    /// <summary>The body that is kept of this snapshot, or a new one that is kept from now on; gzipped from the plain one.</summary>
    private SharedBody Body(ExpositionProtocol protocol, bool gzip)
    {
        var key = BodyKey.Of(protocol, gzip);
        if (bodies[key] is { } existing)
        {
            return existing;
        }

        var body = gzip ? writer.Gzip(Body(protocol, false)) : writer.Write(collector.Snapshot, protocol);
        lock (state)
        {
            bodies[key] = body;
        }

        return body;
    }

    /// <summary>Lets go of the kept bodies; scrapes that still send one keep it alive.</summary>
    private void DropSnapshot()
    {
        lock (state)
        {
            hasSnapshot = false;
            for (var i = 0; i < bodies.Length; i++)
            {
                bodies[i]?.Release();
                bodies[i] = null;
            }
        }
    }

    private void Failed(Exception bug)
    {
        DropSnapshot();
        if (!isFailing)
        {
            isFailing = true;
            Log.ScrapeFailed(logger, bug);
        }
    }

    private void Recovered()
    {
        if (isFailing)
        {
            isFailing = false;
            Log.ScrapeRecovered(logger);
        }
    }

    private static TimeSpan AtLeastZero(TimeSpan deadline) =>
        deadline < TimeSpan.Zero && deadline != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : deadline;
}

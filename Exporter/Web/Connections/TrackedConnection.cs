using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Exporter.Web.Connections;

/// <summary>One accepted connection that holds a place in the <see cref="ConnectionTable"/> until its socket is closed.</summary>
/// <remarks>It is a feature of its own connection, so that the request handler finds it.</remarks>
internal sealed class TrackedConnection : ConnectionContext
{
    private readonly ConnectionContext inner;
    private readonly ConnectionTable table;
    private int requestsRunning;
    private long idleSince;
    private volatile bool hasServed;
    private volatile bool isEvicted;

    public TrackedConnection(ConnectionContext inner, ConnectionTable table, long now)
    {
        this.inner = inner;
        this.table = table;
        idleSince = now;
        inner.Features.Set(this);
    }

    /// <summary>Timestamp of its last sign of use: the end of its last request, or its beginning.</summary>
    public long IdleSince => Interlocked.Read(ref idleSince);

    /// <summary>Whether no request of it runs and it was not evicted already. Half a request head counts as idle.</summary>
    public bool IsIdle => Volatile.Read(ref requestsRunning) == 0 && !isEvicted;

    /// <summary>Whether it had an answer, whose last bytes may still be on their way.</summary>
    public bool HasServed => hasServed;

    public override string ConnectionId
    {
        get => inner.ConnectionId;
        set => inner.ConnectionId = value;
    }

    public override IFeatureCollection Features => inner.Features;

    public override IDictionary<object, object?> Items
    {
        get => inner.Items;
        set => inner.Items = value;
    }

    public override IDuplexPipe Transport
    {
        get => inner.Transport;
        set => inner.Transport = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => inner.ConnectionClosed;
        set => inner.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => inner.LocalEndPoint;
        set => inner.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => inner.RemoteEndPoint;
        set => inner.RemoteEndPoint = value;
    }

    public void BeginRequest() => Interlocked.Increment(ref requestsRunning);

    public void EndRequest()
    {
        hasServed = true;
        Interlocked.Exchange(ref idleSince, table.Now);
        Interlocked.Decrement(ref requestsRunning);
    }

    /// <summary>Closes it to make room; its place is free once the socket is closed.</summary>
    public void Evict()
    {
        isEvicted = true;
        inner.Abort(new ConnectionAbortedException("The connection was idle and its place was needed."));
    }

    public override void Abort() => inner.Abort();

    public override void Abort(ConnectionAbortedException abortReason) => inner.Abort(abortReason);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }
        finally
        {
            table.Leave(this);
        }
    }
}

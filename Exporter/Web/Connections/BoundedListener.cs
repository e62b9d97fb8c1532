using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Exporter.Web.Connections;

/// <summary>A listener whose connections each hold a place in the <see cref="ConnectionTable"/>.</summary>
internal sealed class BoundedListener(IConnectionListener inner, ConnectionTable table) : IConnectionListener
{
    private readonly CancellationTokenSource unbound = new();

    public EndPoint EndPoint => inner.EndPoint;

    /// <returns>Null once the listener is unbound.</returns>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        var accepted = await inner.AcceptAsync(cancellationToken);
        if (accepted is null)
        {
            return null;
        }

        try
        {
            return await table.EnterAsync(accepted, unbound.Token);
        }
        catch (OperationCanceledException)
        {
            accepted.Abort(new ConnectionAbortedException("The server stops."));
            await accepted.DisposeAsync();
            return null;
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await unbound.CancelAsync();
        await inner.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        unbound.Dispose();
    }
}

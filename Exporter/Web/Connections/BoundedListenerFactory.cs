using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Exporter.Web.Connections;

/// <summary>Makes the listeners; an address that cannot be bound is named in the error.</summary>
internal sealed class BoundedListenerFactory(IConnectionListenerFactory sockets, ConnectionTable table) : IConnectionListenerFactory
{
    /// <exception cref="WebStartException">The address is in use, is not this machine's, or may not be bound.</exception>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            return new BoundedListener(await sockets.BindAsync(endpoint, cancellationToken), table);
        }
        catch (AddressInUseException e)
        {
            throw new WebStartException($"Cannot listen on {endpoint}: the address is in use by another process.", e);
        }
        catch (SocketException e) when (e.SocketErrorCode is not SocketError.AddressFamilyNotSupported)
        {
            throw new WebStartException($"Cannot listen on {endpoint}: {Explain(e)}", e);
        }
    }

    private static string Explain(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable => "the address is not one of this machine.",
        SocketError.AccessDenied => "not allowed; a port below 1024 needs the capability CAP_NET_BIND_SERVICE.",
        _ => e.Message + ".",
    };
}

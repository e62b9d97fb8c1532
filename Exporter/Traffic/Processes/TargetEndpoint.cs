using System.Net;
using Exporter.Configuration;

namespace Exporter.Traffic.Processes;

/// <summary>Where a target listens on this host.</summary>
/// <param name="Target">Its name; label <c>target</c>.</param>
/// <param name="Address">The address that its url names.</param>
/// <param name="Port">The port that its url names.</param>
internal sealed record TargetEndpoint(string Target, IPAddress Address, int Port)
{
    /// <summary>Null for a url whose host is a name other than localhost: asking a resolver is no business of the process list.</summary>
    public static TargetEndpoint? Of(TargetConfig target)
    {
        var host = target.Url.IdnHost.Trim('[', ']');
        if (host == "localhost")
        {
            return new TargetEndpoint(target.Name, IPAddress.Loopback, target.Url.Port);
        }

        return IPAddress.TryParse(host, out var address) ? new TargetEndpoint(target.Name, address, target.Url.Port) : null;
    }
}

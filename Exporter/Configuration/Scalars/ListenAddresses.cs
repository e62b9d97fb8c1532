using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Scalars;

/// <summary>Addresses to listen on, in the file and on the command line: <c>127.0.0.1:9860</c>, <c>[::1]:9860</c>, <c>localhost:9860</c>, <c>:9860</c>.</summary>
internal static class ListenAddresses
{
    public static Parsed<ListenAddress> Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return Bad($"{Shown.Quoted(text)} has no port; write host:port, [v6]:port or :port");
        }

        var host = text[..colon];
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > ushort.MaxValue)
        {
            return Bad($"{Shown.Quoted(text)} has no port from 0 to 65535 after its last colon");
        }

        if (host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('['))
        {
            return Bad($"{Shown.Quoted(text)} is ambiguous; write an IPv6 address in brackets, such as [::1]:9860");
        }

        if (host.Length == 0 || host == "localhost")
        {
            return Parsed<ListenAddress>.Good(new ListenAddress(host, port));
        }

        return Address(host) is { } address
            ? Parsed<ListenAddress>.Good(new ListenAddress(address.ToString(), port))
            : Bad($"{Shown.Quoted(text)} has no IP address and no 'localhost' before its port");
    }

    /// <summary>As it is written in the file.</summary>
    public static string Format(ListenAddress address) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(address.Host.Contains(':', StringComparison.Ordinal) ? "[" + address.Host + "]" : address.Host)}:{address.Port}");

    /// <summary>Null where it is none; short forms of IPv4 (127.1) are refused, as they are mostly slips.</summary>
    private static IPAddress? Address(string host)
    {
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            return IPAddress.TryParse(host[1..^1], out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? v6 : null;
        }

        return IPAddress.TryParse(host, out var v4) && v4.AddressFamily == AddressFamily.InterNetwork && v4.ToString() == host ? v4 : null;
    }

    private static Parsed<ListenAddress> Bad(string problem) => Parsed<ListenAddress>.Bad(problem);
}

namespace Exporter.Configuration;

/// <summary>One address to listen on.</summary>
/// <param name="Host">An IP address without brackets or <c>localhost</c>; empty means every interface, IPv4 and IPv6.</param>
/// <param name="Port">0 to 65535; 0 lets the system choose (tests).</param>
internal sealed record ListenAddress(string Host, int Port);

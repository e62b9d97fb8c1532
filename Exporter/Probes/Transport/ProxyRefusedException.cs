namespace Exporter.Probes.Transport;

/// <summary>A proxy answered, but opened no tunnel to the server.</summary>
internal sealed class ProxyRefusedException(string message) : IOException(message);

namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>grpc-health</c>. An https url means TLS.</summary>
internal sealed record GrpcHealthProbeConfig : ProbeConfig
{
    public override ProbeType Type => ProbeType.GrpcHealth;

    /// <summary>Port of gRPC; 1 to 65535; null means that of the target's url.</summary>
    public int? Port { get; init; }

    /// <summary>Name of the service asked for; empty, the default, asks for the server as a whole.</summary>
    public string Service { get; init; } = "";
}

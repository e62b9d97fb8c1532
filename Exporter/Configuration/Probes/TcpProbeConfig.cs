namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>tcp</c>. An https url means TLS.</summary>
internal sealed record TcpProbeConfig : ProbeConfig
{
    public override ProbeType Type => ProbeType.Tcp;

    /// <summary>Port; 1 to 65535; null means that of the target's url.</summary>
    public int? Port { get; init; }

    /// <summary>Text sent once connected; null means none.</summary>
    public string? Send { get; init; }

    /// <summary>What the server must say before it closes or the time is over; nothing by default: then the connection alone counts.</summary>
    public TextExpectConfig Expect { get; init; } = new();
}

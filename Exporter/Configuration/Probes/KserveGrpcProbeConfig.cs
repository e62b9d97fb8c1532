namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>kserve-grpc</c>. An https url means TLS.</summary>
internal sealed record KserveGrpcProbeConfig : ProbeConfig
{
    public override ProbeType Type => ProbeType.KserveGrpc;

    public override bool NeedsModel => true;

    /// <summary>Port of gRPC; 1 to 65535; null means that of the target's url.</summary>
    public int? Port { get; init; }

    /// <summary>Version of the model; null leaves the choice to the server.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>Whether the model's readiness is asked for before every inference; default true.</summary>
    public bool CheckReady { get; init; } = true;

    /// <summary>What each element of an input of texts (BYTES) says; default <c>probe</c>. Every other input is zeros.</summary>
    public string Text { get; init; } = "probe";

    /// <summary>The inference request in the JSON that the protocol has over HTTP; null means one made from the model's metadata.</summary>
    public string? Body { get; init; }

    /// <summary>Checks of single values of the answer in that JSON, beyond names, types, shapes and sizes, which are always checked.</summary>
    public ValueList<JsonExpectConfig> Json { get; init; } = ValueList<JsonExpectConfig>.Empty;
}

namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>kserve-http</c>.</summary>
internal sealed record KserveHttpProbeConfig : ProbeConfig
{
    public override ProbeType Type => ProbeType.KserveHttp;

    public override bool NeedsModel => true;

    /// <summary>Version of the model; null leaves the choice to the server.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>Whether the model's readiness is asked for before every inference; default true.</summary>
    public bool CheckReady { get; init; } = true;

    /// <summary>What each element of an input of texts (BYTES) says; default <c>probe</c>. Every other input is zeros.</summary>
    public string Text { get; init; } = "probe";

    /// <summary>The whole inference request; null means one made from the model's metadata.</summary>
    public string? Body { get; init; }

    /// <summary>Checks of single values of the answer, beyond names, types, shapes and sizes, which are always checked.</summary>
    public ValueList<JsonExpectConfig> Json { get; init; } = ValueList<JsonExpectConfig>.Empty;
}

namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>http</c>.</summary>
internal sealed record HttpProbeConfig : ProbeConfig
{
    public override ProbeType Type => ProbeType.Http;

    public override bool NeedsModel => Preset is not null && Path.Contains(HttpPresets.Model, StringComparison.Ordinal);

    /// <summary>Whose API this is, which the other defaults follow; null means nobody's in particular.</summary>
    public HttpPreset? Preset { get; init; }

    /// <summary>Path and query, relative to the target's url; default <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Path that must answer a GET with 2xx before the request is made; null means that nothing is looked at. A preset's may hold the place of the model's name.</summary>
    public string? HealthPath { get; init; }

    /// <summary>Request method; default GET, or POST where there is a body.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Request body; null means none.</summary>
    public string? Body { get; init; }

    /// <summary>Path of a file whose bytes are the request body, read anew for every probe; null means none. Excludes <see cref="Body"/>.</summary>
    public string? BodyFile { get; init; }

    /// <summary>Media type of the body; default <c>application/json</c>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>What <c>${case}</c> stands for in path and body, one for each request; empty means none.</summary>
    public ValueList<string> Cases { get; init; } = ValueList<string>.Empty;

    /// <summary>Key <c>case_order</c>; default <see cref="CaseOrder.RoundRobin"/>.</summary>
    public CaseOrder CaseOrder { get; init; } = CaseOrder.RoundRobin;

    public HttpExpectConfig Expect { get; init; } = new();

    /// <summary>The path with the model's name in its place, which only a preset has.</summary>
    public string PathFor(string? model) => NeedsModel ? HttpPresets.Fill(Path, model) : Path;

    /// <summary><see cref="HealthPath"/> likewise.</summary>
    public string? HealthPathFor(string? model) => NeedsModel && HealthPath is { } path ? HttpPresets.Fill(path, model) : HealthPath;

    public override ProbeConfig? Asking(QualityCaseConfig one) => one.Input is null
        ? this with { Quality = null }
        : this with { Quality = null, Body = one.Input, BodyFile = null, Method = Method is "GET" ? "POST" : Method };
}

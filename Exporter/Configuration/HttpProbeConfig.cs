namespace Exporter.Configuration;

/// <summary>Probe <c>http</c>.</summary>
internal sealed record HttpProbeConfig : ProbeConfig
{
    public override ProbeType Type => ProbeType.Http;

    /// <summary>Path and query, relative to the target's url; default <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Request method; default GET, or POST where there is a body.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Request body; null means none.</summary>
    public string? Body { get; init; }

    /// <summary>Path of a file whose bytes are the request body, read anew for every probe; null means none. Excludes <see cref="Body"/>.</summary>
    public string? BodyFile { get; init; }

    /// <summary>Media type of the body; default <c>application/json</c>.</summary>
    public string ContentType { get; init; } = "application/json";

    public HttpExpectConfig Expect { get; init; } = new();
}

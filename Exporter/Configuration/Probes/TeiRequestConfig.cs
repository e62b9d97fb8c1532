namespace Exporter.Configuration.Probes;

/// <summary>Section <c>request</c> of a <c>tei-embed</c> probe.</summary>
internal sealed record TeiRequestConfig
{
    /// <summary>The texts to embed in one request; 1 to 256.</summary>
    public ValueList<string> Inputs { get; init; } = new(["How warm is the GPU?"]);

    /// <summary>Whether vectors of the length 1 are asked for; default true.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Whether too long a text is cut instead of refused; default false.</summary>
    public bool Truncate { get; init; }
}

namespace Exporter.Configuration.Probes;

/// <summary>A server whose API is plain HTTP, by name: what an http probe of it asks unless it says otherwise.</summary>
internal enum HttpPreset
{
    /// <summary><c>torchserve</c></summary>
    TorchServe,

    /// <summary><c>tf-serving</c></summary>
    TfServing,
}

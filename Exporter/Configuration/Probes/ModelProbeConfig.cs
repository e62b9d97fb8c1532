using System.Text.Json.Serialization;

namespace Exporter.Configuration.Probes;

/// <summary>What the probes of a model server's own API have in common.</summary>
internal abstract record ModelProbeConfig : ProbeConfig
{
    /// <summary>Path that is asked, relative to the target's url.</summary>
    [JsonIgnore]
    public abstract string AskedPath { get; }

    /// <summary>Path that must answer a GET with 2xx before the question is asked; null means that nothing is looked at.</summary>
    public string? HealthPath { get; init; }

    /// <summary>
    /// Whether a probe may load or wake the model; default false: it is skipped while the server says that the model is not loaded.
    /// Ollama is always looked at, llama.cpp and LM Studio where the target's <c>server</c> names them.
    /// </summary>
    public bool AllowLoad { get; init; }
}

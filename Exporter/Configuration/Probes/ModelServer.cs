namespace Exporter.Configuration.Probes;

/// <summary>Servers with a field of their own for the prefix cache.</summary>
internal enum ModelServer
{
    /// <summary><c>vllm</c>: <c>cache_salt</c>.</summary>
    Vllm,

    /// <summary><c>llama.cpp</c>: <c>cache_prompt</c>.</summary>
    LlamaCpp,
}

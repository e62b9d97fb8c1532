namespace Exporter.Configuration.Probes;

/// <summary>Which of Ollama's two ways of generating text is asked.</summary>
internal enum OllamaApi
{
    /// <summary><c>generate</c>: <c>POST /api/generate</c>.</summary>
    Generate,

    /// <summary><c>chat</c>: <c>POST /api/chat</c>.</summary>
    Chat,
}

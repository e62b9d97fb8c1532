using Exporter.Configuration;
using Exporter.Traffic.Discovery;

namespace Exporter.Commands.Discover;

/// <summary>A probe for each kind of server that works without more being known, and what to make of it.</summary>
internal static class ProbeSuggestion
{
    private const string Chat = "- { type: openai-chat, name: chat, interval: 30s, timeout: 20s, request: { prompt: \"Name three primary colours.\", max_tokens: 16 }, expect: { contains: [red] } }";

    /// <summary>Lines of the list <c>probes</c>; comments begin with #.</summary>
    public static IReadOnlyList<string> For(DiscoveredServer server)
    {
        var hasModel = server.Identity.Models.Count > 0;
        return server.Kind switch
        {
            ServerKind.Vllm or ServerKind.Sglang or ServerKind.LlamaCpp or ServerKind.LmStudio or ServerKind.LiteLlm or ServerKind.OpenAi =>
            [
                "# FILL IN: that it chats is a guess. A model of embeddings: type openai-embeddings; a reranker: type rerank.",
                Chat,
            ],
            ServerKind.Tgi => ["- { type: tgi-generate, name: generate, interval: 30s, timeout: 20s, request: { prompt: \"Name three primary colours:\", max_tokens: 16 } }"],
            ServerKind.Tei => Embeddings(server.Identity.Task),
            ServerKind.Ollama when hasModel =>
            [
                "# Asks only while the model is loaded; FILL IN allow_load: true where it is meant to be there at all times.",
                "- { type: ollama, name: chat, interval: 30s, timeout: 20s, request: { prompt: \"Name three primary colours.\", max_tokens: 16 } }",
            ],
            ServerKind.Ollama => Page("/api/version", "it has no model yet; with one, type ollama asks it"),
            ServerKind.Triton or ServerKind.Kserve => Page("/v2/health/ready", "a model can only be named by you: model above, and type kserve-http here"),
            ServerKind.TorchServe => Page("/ping", "a model can only be named by you: model above, and { type: http, preset: torchserve } with its body here"),
            ServerKind.TfServing => Page("/", "a model can only be named by you: model above, and { type: http, preset: tf-serving } with its body here"),
            ServerKind.BentoMl => Page("/readyz", "a real question: method: POST, its path and body, and what the answer must hold"),
            ServerKind.Gradio => Page("/config", "that the page is there is no proof; type gradio runs one of its functions"),
            ServerKind.Streamlit =>
            [
                "# Runs the script of the page each time. FILL IN: a prompt that it answers at once, as type streamlit.",
                "- { type: http, name: health, path: /_stcore/health, interval: 30s, timeout: 5s }",
            ],
            ServerKind.FastApi => Page("/openapi.json", $"a real question: method: POST, body and expect{(server.Identity.Task is { Length: > 0 } posts ? $"; it takes POST at {posts}" : "")}"),
            ServerKind.Flask or ServerKind.Other =>
            [
                "# FILL IN: a real question, with method: POST, its path and body, and what the answer must hold. This only looks whether it listens.",
                "- { type: tcp, name: connect, interval: 30s, timeout: 5s }",
            ],
        };
    }

    private static string[] Embeddings(string? task) => task switch
    {
        "reranker" =>
        [
            "- { type: rerank, name: rerank, dialect: tei, interval: 30s, timeout: 10s, request: { query: capital of France, documents: [\"Bread is made from flour.\", \"Paris is the capital of France.\"] }, expect: { top: 1 } }",
        ],
        "classifier" => Page("/health", "a real question: { type: http, method: POST, path: /predict } with inputs as its body"),
        _ => ["- { type: tei-embed, name: embed, interval: 30s, timeout: 10s }"],
    };

    private static string[] Page(string path, string wish) =>
    [
        $"# FILL IN: {YamlText.Comment(wish)}.",
        $"- {{ type: http, name: page, path: {path}, interval: 30s, timeout: 5s }}",
    ];
}

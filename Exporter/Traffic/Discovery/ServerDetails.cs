using Exporter.Configuration;

namespace Exporter.Traffic.Discovery;

/// <summary>What a known server is asked besides, for its version and its models.</summary>
internal static class ServerDetails
{
    private static readonly Dictionary<ServerKind, (string Path, Func<ServerIdentity, DiscoveryAnswer, ServerIdentity> Read)[]> ByKind = new()
    {
        [ServerKind.Vllm] = [("/version", static (identity, answer) => identity with { Version = answer.Text("version") })],
        [ServerKind.LlamaCpp] = [("/v1/models", Models), ("/props", static (identity, answer) => identity with { Version = answer.Text("build_info") })],
        [ServerKind.Ollama] =
        [
            ("/api/version", static (identity, answer) => identity with { Version = answer.Text("version") }),
            ("/api/ps", OllamaModels),
            ("/api/tags", OllamaModels),
        ],
        [ServerKind.Gradio] = [("/config", static (identity, answer) => identity with { Version = answer.Text("version") })],
        [ServerKind.LiteLlm] = [("/v1/models", Models)],
    };

    public static IReadOnlyList<(string Path, Func<ServerIdentity, DiscoveryAnswer, ServerIdentity> Read)> Of(ServerIdentity identity) =>
        ByKind.GetValueOrDefault(identity.Kind, []);

    private static ServerIdentity Models(ServerIdentity identity, DiscoveryAnswer answer) => identity.Models.Count > 0
        ? identity
        : identity with { Models = [.. answer.List("data").Select(static entry => DiscoveryAnswer.TextOf(entry, "id")).OfType<string>()] };

    /// <summary>Those that are loaded, else those that could be.</summary>
    private static ServerIdentity OllamaModels(ServerIdentity identity, DiscoveryAnswer answer) => identity.Models.Count > 0
        ? identity
        : identity with { Models = [.. answer.List("models").Select(static entry => DiscoveryAnswer.TextOf(entry, "name")).OfType<string>()] };
}

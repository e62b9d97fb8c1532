using System.Text.Json;
using Exporter.Configuration;
using Exporter.Traffic.ServerMetrics;

namespace Exporter.Traffic.Discovery;

/// <summary>
/// What each kind of server is known by, in the order in which it is asked: cheap questions without effect first. No path here
/// loads a model, runs one, or costs more than a look.
/// </summary>
internal static class Fingerprints
{
    public static readonly IReadOnlyList<Fingerprint> All =
    [
        new("/", Root),
        new("/v1/models", Models),
        new("/info", Info),
        new("/config", GradioConfig),
        new("/_stcore/health", Streamlit),
        new("/v2", Inference),
        new("/api/version", OllamaVersion),
        new("/api/v0/models", LmStudio),
        new("/health/liveliness", LiteLlm),
        new("/ping", TorchServe),
        new("/schema.json", BentoMl),
        new("/metrics", Metrics),
        new("/openapi.json", FastApi),
    ];

    /// <summary>Who signs the list of models as whom.</summary>
    private static readonly Dictionary<string, (ServerKind Kind, string Product)> Owners = new(StringComparer.Ordinal)
    {
        ["vllm"] = (ServerKind.Vllm, "vLLM"),
        ["sglang"] = (ServerKind.Sglang, "SGLang"),
        ["llamacpp"] = (ServerKind.LlamaCpp, "llama.cpp"),
        ["library"] = (ServerKind.Ollama, "Ollama"),
        ["organization_owner"] = (ServerKind.LmStudio, "LM Studio"),
        ["modelhost-exporter"] = (ServerKind.OpenAi, "the demo of modelhost-exporter"),
    };

    private const string OwnPrefix = "modelhost_exporter_";

    /// <summary>Programs that are no servers of models and are known by their metrics.</summary>
    private static readonly (string Prefix, string Product)[] Decoys =
    [
        ("prometheus_tsdb_", "Prometheus"),
        ("node_", "node_exporter"),
        ("DCGM_", "dcgm-exporter"),
        ("grafana_", "Grafana"),
        ("alertmanager_", "Alertmanager"),
        ("blackbox_exporter_", "blackbox_exporter"),
        ("container_", "cAdvisor"),
        ("etcd_", "etcd"),
        ("loki_", "Loki"),
    ];

    private static readonly Dictionary<ServerKind, string> Products = new()
    {
        [ServerKind.Vllm] = "vLLM",
        [ServerKind.Sglang] = "SGLang",
        [ServerKind.LlamaCpp] = "llama.cpp",
        [ServerKind.Tgi] = "Text Generation Inference",
        [ServerKind.Tei] = "Text Embeddings Inference",
        [ServerKind.Triton] = "Triton",
        [ServerKind.TorchServe] = "TorchServe",
        [ServerKind.LiteLlm] = "LiteLLM",
        [ServerKind.BentoMl] = "BentoML",
        [ServerKind.TfServing] = "TensorFlow Serving",
    };

    /// <summary>What the header <c>Server</c> says, once no question gave more away.</summary>
    public static ServerIdentity ByHeader(DiscoveryAnswer answer)
    {
        var product = answer.Server.Split(' ', 2)[0];
        var isFlask = product.StartsWith("Werkzeug/", StringComparison.Ordinal);
        var parts = product.Split('/', 2);
        return new ServerIdentity
        {
            Kind = isFlask ? ServerKind.Flask : ServerKind.Other,
            Product = isFlask ? "Flask" : product.Length > 0 ? parts[0] : "an HTTP server without a name",
            Version = !isFlask && parts.Length > 1 ? parts[1] : null,
            FoundBy = product.Length > 0 ? $"its header Server: {product}" : "it answers HTTP",
        };
    }

    private static ServerIdentity? Root(DiscoveryAnswer answer)
    {
        if (answer.Server.StartsWith("llama.cpp", StringComparison.Ordinal))
        {
            return New(ServerKind.LlamaCpp, "llama.cpp", "its header Server: llama.cpp");
        }

        return answer.IsGood && answer.Body.StartsWith("Ollama is running", StringComparison.Ordinal)
            ? New(ServerKind.Ollama, "Ollama", "GET / says so")
            : null;
    }

    private static ServerIdentity? Models(DiscoveryAnswer answer)
    {
        if (answer.Status == 503 && answer.Body.Contains("Loading model", StringComparison.Ordinal))
        {
            return New(ServerKind.LlamaCpp, "llama.cpp", "GET /v1/models says that it loads its model") with { IsLoading = true };
        }

        if (answer.Text("object") != "list" || !answer.Has("data"))
        {
            return null;
        }

        var entries = answer.List("data").ToList();
        var models = entries.Select(static entry => DiscoveryAnswer.TextOf(entry, "id")).OfType<string>().ToList();
        foreach (var owner in entries.Select(static entry => DiscoveryAnswer.TextOf(entry, "owned_by")).OfType<string>())
        {
            if (Owners.TryGetValue(owner, out var known))
            {
                return New(known.Kind, known.Product, $"GET /v1/models says owned_by: {owner}") with { Models = models };
            }
        }

        return New(ServerKind.OpenAi, "a server of OpenAI's protocol", "GET /v1/models lists models") with { Models = models, IsTentative = true };
    }

    private static ServerIdentity? Info(DiscoveryAnswer answer)
    {
        var model = answer.Text("model_id");
        if (answer.Text("router")?.Contains("text-generation", StringComparison.Ordinal) == true)
        {
            return New(ServerKind.Tgi, Products[ServerKind.Tgi], "GET /info names its router") with { Version = answer.Text("version"), Models = model is null ? [] : [model] };
        }

        if (model is not null && answer.Has("model_type"))
        {
            var type = answer.Json.GetProperty("model_type");
            var task = type.ValueKind == JsonValueKind.Object ? type.EnumerateObject().Select(static property => property.Name).FirstOrDefault() : type.ToString();
            return New(ServerKind.Tei, Products[ServerKind.Tei], "GET /info has a model_type") with { Version = answer.Text("version"), Models = [model], Task = task };
        }

        return answer.Has("named_endpoints") ? New(ServerKind.Gradio, "Gradio", "GET /info has named_endpoints") : null;
    }

    private static ServerIdentity? GradioConfig(DiscoveryAnswer answer) => answer.Has("dependencies") && answer.Has("components")
        ? New(ServerKind.Gradio, "Gradio", "GET /config has dependencies and components") with { Version = answer.Text("version") }
        : null;

    private static ServerIdentity? Streamlit(DiscoveryAnswer answer) => answer.IsGood && answer.Body.Trim() == "ok"
        ? New(ServerKind.Streamlit, "Streamlit", "GET /_stcore/health says ok")
        : null;

    private static ServerIdentity? Inference(DiscoveryAnswer answer)
    {
        if (answer.Text("name") is not { } name || !answer.Has("extensions"))
        {
            return null;
        }

        var isTriton = name == "triton";
        return New(isTriton ? ServerKind.Triton : ServerKind.Kserve, isTriton ? "Triton" : name, $"GET /v2 says name: {name}") with { Version = answer.Text("version") };
    }

    private static ServerIdentity? OllamaVersion(DiscoveryAnswer answer) =>
        answer.Text("version") is { } version && answer.Json.EnumerateObject().Count() == 1
            ? New(ServerKind.Ollama, "Ollama", "GET /api/version has a version alone") with { Version = version }
            : null;

    private static ServerIdentity? LmStudio(DiscoveryAnswer answer)
    {
        var models = answer.List("data").Where(static entry => DiscoveryAnswer.TextOf(entry, "state") is not null).ToList();
        return models.Count == 0 ? null : New(ServerKind.LmStudio, "LM Studio", "GET /api/v0/models tells the state of its models") with
        {
            Models = [.. models.Select(static entry => DiscoveryAnswer.TextOf(entry, "id")).OfType<string>()],
        };
    }

    private static ServerIdentity? LiteLlm(DiscoveryAnswer answer) => answer.IsGood && answer.Body.Contains("I'm alive", StringComparison.Ordinal)
        ? New(ServerKind.LiteLlm, "LiteLLM", "GET /health/liveliness says that it is alive")
        : null;

    private static ServerIdentity? TorchServe(DiscoveryAnswer answer) => answer.Text("status") is "Healthy" or "Unhealthy" or "Partial Healthy"
        ? New(ServerKind.TorchServe, "TorchServe", $"GET /ping says status: {answer.Text("status")}")
        : null;

    private static ServerIdentity? BentoMl(DiscoveryAnswer answer) => answer.Text("name") is { } name && answer.List("routes").Any()
        ? New(ServerKind.BentoMl, "BentoML", $"GET /schema.json describes the service {name}")
        : null;

    private static ServerIdentity? Metrics(DiscoveryAnswer answer)
    {
        if (!answer.IsGood)
        {
            return null;
        }

        // One of us passes on what model servers say.
        var lines = "\n" + answer.Body;
        if (lines.Contains("\n" + OwnPrefix, StringComparison.Ordinal))
        {
            return New(ServerKind.Other, "modelhost-exporter", $"GET /metrics has {OwnPrefix}*");
        }

        foreach (var (prefix, server) in ServerAliases.Prefixes)
        {
            if (lines.Contains("\n" + prefix, StringComparison.Ordinal))
            {
                return New(server, Products[server], $"GET /metrics has {prefix}*");
            }
        }

        foreach (var (prefix, product) in Decoys)
        {
            if (lines.Contains("\n" + prefix, StringComparison.Ordinal))
            {
                return New(ServerKind.Other, product, $"GET /metrics has {prefix}*");
            }
        }

        return null;
    }

    private static ServerIdentity? FastApi(DiscoveryAnswer answer)
    {
        if (answer.Text("openapi") is null || !answer.Has("paths") || !answer.Server.StartsWith("uvicorn", StringComparison.Ordinal))
        {
            return null;
        }

        var posts = answer.Json.GetProperty("paths").EnumerateObject()
            .Where(static path => path.Value.ValueKind == JsonValueKind.Object && path.Value.TryGetProperty("post", out _))
            .Select(static path => path.Name);
        return New(ServerKind.FastApi, "FastAPI", "its header Server: uvicorn, and GET /openapi.json") with { Task = string.Join(' ', posts.Take(8)) };
    }

    private static ServerIdentity New(ServerKind kind, string product, string foundBy) => new() { Kind = kind, Product = product, FoundBy = foundBy };
}

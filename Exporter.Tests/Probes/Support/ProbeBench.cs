using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Metrics;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>Runs a probe of any protocol against a server, once, without job and schedule.</summary>
internal static class ProbeBench
{
    public static readonly ProbeBuckets Buckets = new([0.1, 1, 10], [0.1, 1], [0.01, 0.1]);

    /// <summary>Far longer than a healthy test takes: a probe that hangs fails its test instead of the whole run.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static TargetConfig Target(Uri url, string name = "t", string? model = "m") => new() { Name = name, Url = url, Model = model };

    public static HttpProbeConfig Http(HttpExpectConfig? expect = null) => new() { Name = "http", Expect = expect ?? new HttpExpectConfig() };

    public static HttpProbeConfig HttpJson(params JsonExpectConfig[] checks) => Http(new HttpExpectConfig { Json = new(checks) });

    public static OpenAiChatProbeConfig Chat(bool stream = true, TextExpectConfig? expect = null) => new()
    {
        Name = "chat",
        Request = new ChatRequestConfig { Prompt = "Name a colour.", Stream = stream },
        Expect = expect ?? new TextExpectConfig(),
    };

    public static GradioProbeConfig Gradio(string apiName, string data = "[]", string? contains = null) => new()
    {
        Name = "gradio",
        ApiName = apiName,
        Data = data,
        Expect = new TextExpectConfig { Contains = contains is null ? ValueList<string>.Empty : new([contains]) },
    };

    public static StreamlitProbeConfig Streamlit(string prompt = "hello panda", string? contains = null) => new()
    {
        Name = "streamlit",
        Prompt = prompt,
        Expect = new TextExpectConfig { Contains = contains is null ? ValueList<string>.Empty : new([contains]) },
    };

    public static OpenAiCompletionProbeConfig Completion(bool stream = true, TextExpectConfig? expect = null) => new()
    {
        Name = "completion",
        Request = new PromptRequestConfig { Stream = stream },
        Expect = expect ?? new TextExpectConfig(),
    };

    public static OpenAiEmbeddingsProbeConfig Embeddings(VectorExpectConfig? expect = null, params string[] input) => new()
    {
        Name = "embeddings",
        Request = new EmbeddingsRequestConfig { Input = new(input.Length > 0 ? input : ["a"]) },
        Expect = expect ?? new VectorExpectConfig(),
    };

    public static RerankProbeConfig Rerank(RerankExpectConfig? expect = null, int documents = 3, RerankDialect dialect = RerankDialect.Jina) => new()
    {
        Name = "rerank",
        Dialect = dialect,
        Request = new RerankRequestConfig { Query = "q", Documents = new(Enumerable.Range(0, documents).Select(i => $"d{i}")) },
        Expect = expect ?? new RerankExpectConfig(),
    };

    public static TeiEmbedProbeConfig Tei(VectorExpectConfig? expect = null) => new() { Name = "embed", Expect = expect ?? new VectorExpectConfig() };

    public static TgiGenerateProbeConfig Tgi(bool stream = true) => new() { Name = "generate", Request = new PromptRequestConfig { Stream = stream } };

    public static OllamaProbeConfig Ollama(bool stream = true, bool mayDoAnything = true) => new()
    {
        Name = "ollama",
        AllowLoad = mayDoAnything,
        AllowKeepAlive = mayDoAnything,
        Request = new ChatRequestConfig { Stream = stream },
    };

    /// <summary>One probe, with a new connection.</summary>
    public static async Task<ProbeResult> AskAsync(ScriptedServer server, ProbeConfig config) => await AskAsync(server.Url, config);

    public static async Task<ProbeResult> AskAsync(Uri url, ProbeConfig config)
    {
        using var probe = ProbeFactory.Create(Target(url), config);
        return await AskAsync(probe);
    }

    public static async Task<ProbeResult> AskAsync(IProbe probe, ProbeRun? run = null)
    {
        using var bound = new CancellationTokenSource(Bound);
        return await probe.RunAsync(run ?? new ProbeRun(TimeProvider.System), bound.Token);
    }

    /// <summary>The verdict in one line, as the tables of these tests write it: outcome, error type or <c>-</c>.</summary>
    public static string Verdict(ProbeResult result) => $"{result.Outcome.Label()} {result.ErrorType?.Label() ?? "-"}";
}

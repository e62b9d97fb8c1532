namespace Exporter.Tests.Demo;

/// <summary>A good request for every inference endpoint of the demo server.</summary>
internal static class DemoRequests
{
    public const string Chat = """{"model":"demo-model","messages":[{"role":"user","content":"Name three primary colours."}],"max_tokens":16}""";

    public const string ChatStream = """{"model":"demo-model","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Name three primary colours."}],"max_tokens":16,"stream":true,"stream_options":{"include_usage":true}}""";

    public const string Completion = """{"model":"demo-model","prompt":"What is the capital of France?"}""";

    public const string Embeddings = """{"model":"demo-model","input":["The sea is blue.","The sea is deep.","Bread is made from flour."]}""";

    public const string Rerank = """{"model":"demo-model","query":"capital of France","documents":["Bread is made from flour.","Paris is the capital of France.","France is large."]}""";

    public const string Predict = """{"text":"Ada Lovelace lived in London.","schema":"{\"person\": null, \"location\": null}"}""";

    /// <summary>Path and body, not streamed.</summary>
    public static readonly object[][] All =
    [
        ["/v1/chat/completions", Chat],
        ["/v1/completions", Completion],
        ["/v1/embeddings", Embeddings],
        ["/v1/rerank", Rerank],
        ["/api/predict", Predict],
    ];
}

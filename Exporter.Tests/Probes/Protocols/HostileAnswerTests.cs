using System.Text;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Grpc;
using Exporter.Probes.Grpc.Wire;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using Google.Protobuf;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>What a server sends is not ours to choose: whatever it is, every protocol comes to a verdict and none throws.</summary>
public class HostileAnswerTests
{
    /// <summary>How many ways each good answer is broken in.</summary>
    private const int Seeds = 60;

    private const string Json = "application/json";
    private const string Events = "text/event-stream";
    private const string Metadata = """{"name":"m","inputs":[{"name":"x","datatype":"FP32","shape":[-1,2]},{"name":"t","datatype":"BYTES","shape":[1]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1,2]}]}""";
    private const string Inferred = """{"model_name":"m","outputs":[{"name":"y","datatype":"FP32","shape":[1,2],"data":[0.5,1]}]}""";
    private const string Chunks = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n";

    private static readonly KserveHttpProbeConfig Kserve = new() { Name = "kserve-http", Json = new([new JsonExpectConfig { Pointer = "/outputs/0/data/0", Max = 1 }]) };
    private static readonly KserveGrpcProbeConfig KserveGrpc = new() { Name = "kserve-grpc", CheckReady = false, Json = new([new JsonExpectConfig { Pointer = "/outputs/0/data/0", Max = 1 }]) };

    private static readonly TestCaseData[] OverHttp =
    [
        Row("http", ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/a/0", Min = 0, Max = 9 }), Json, """{"a":[1.5,"x"]}"""),
        Row("http, text", ProbeBench.Http(new HttpExpectConfig { BodyMatches = new(["a+b$"]) }), "text/plain", "aab"),
        Row("openai-chat", ProbeBench.Chat(), Events, Chunks),
        Row("openai-chat in one piece", ProbeBench.Chat(stream: false), Json, """{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":0}},"timings":{"prompt_ms":1.5,"predicted_ms":2}}"""),
        Row("openai-completion", ProbeBench.Completion(), Events, "data: {\"choices\":[{\"text\":\"a\",\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"),
        Row("openai-completion in one piece", ProbeBench.Completion(stream: false), Json, """{"choices":[{"text":"a","finish_reason":"stop"}]}"""),
        Row("openai-embeddings", ProbeBench.Embeddings(new VectorExpectConfig { Dimension = 3 }), Json, """{"data":[{"index":0,"embedding":[0.5,-0.25,1e-3]}],"usage":{"total_tokens":1}}"""),
        Row("openai-embeddings in base64", ProbeBench.Embeddings(), Json, """{"data":[{"index":0,"embedding":"AAAAPwAAgD8="}]}"""),
        Row("rerank", ProbeBench.Rerank(new RerankExpectConfig { Top = 1, MinScore = 0 }, documents: 2), Json, """{"results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.1}]}"""),
        Row("rerank of TEI", ProbeBench.Rerank(new RerankExpectConfig { Order = new([1, 0]) }, documents: 2, RerankDialect.Tei), Json, """[{"index":1,"score":0.9},{"index":0,"score":0.1}]"""),
        Row("rerank by score", ProbeBench.Rerank(documents: 2, dialect: RerankDialect.Score), Json, """{"data":[{"index":0,"score":0.9},{"index":1,"score":0.1}]}"""),
        Row("tei-embed", ProbeBench.Tei(), Json, "[[0.5,-0.25,0.125]]"),
        Row("tgi-generate", ProbeBench.Tgi(), Events, "data:{\"index\":1,\"token\":{\"id\":1,\"text\":\"a\",\"special\":false},\"generated_text\":null}\n\ndata:{\"index\":2,\"token\":{\"id\":2,\"text\":\"b\",\"special\":false},\"generated_text\":\"ab\",\"details\":{\"finish_reason\":\"length\",\"generated_tokens\":2,\"input_length\":1}}\n\n"),
        Row("tgi-generate in one piece", ProbeBench.Tgi(stream: false), Json, """{"generated_text":"ab","details":{"finish_reason":"length","generated_tokens":2}}"""),
        Row("ollama", ProbeBench.Ollama(), "application/x-ndjson", "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"load_duration\":5,\"eval_count\":1}\n"),
        Row("ollama in one piece", ProbeBench.Ollama(stream: false), Json, """{"message":{"content":"a"},"done":true,"done_reason":"stop","eval_count":1}"""),
        Row("ollama's list of models", ProbeBench.Ollama(stream: false, mayDoAnything: false), Json, """{"models":[{"name":"m:latest","expires_at":"2026-01-01T00:00:00Z"}]}""", ("POST ", """{"message":{"content":"a"},"done":true}""")),
        Row("kserve-http", Kserve, Json, Inferred, ("/ready ", ""), ("GET ", Metadata)),
        Row("kserve-http's metadata", Kserve, Json, Metadata, ("/ready ", ""), ("POST ", Inferred)),
        Row("kserve-http's readiness", Kserve, Json, """{"ready":true}""", ("GET /v2/models/m ", Metadata), ("POST ", Inferred)),
        Row("tcp", new TcpProbeConfig { Name = "tcp", Send = "PING\r\n", BodySizeLimitBytes = 4096, Expect = new TextExpectConfig { Contains = new(["ab"]) } }, "text/plain", "cab"),
    ];

    private static readonly TestCaseData[] OverHttp2 =
    [
        new("grpc-health", new GrpcHealthProbeConfig { Name = "grpc-health" }, "Check", GrpcFrame.Of(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving })),
        new("kserve-grpc", KserveGrpc, "ModelInfer", GrpcFrame.Of(Answer)),
        new("kserve-grpc's metadata", KserveGrpc, "ModelMetadata", GrpcFrame.Of(Model)),
        new("kserve-grpc's readiness", KserveGrpc with { CheckReady = true }, "ModelReady", GrpcFrame.Of(new ModelReadyResponse { Ready = true })),
    ];

    private static ModelMetadataResponse Model => new()
    {
        Name = "m",
        Inputs = { new ModelMetadataResponse.Types.TensorMetadata { Name = "x", Datatype = "FP32", Shape = { -1, 2 } }, new ModelMetadataResponse.Types.TensorMetadata { Name = "t", Datatype = "BYTES", Shape = { 1 } } },
        Outputs = { new ModelMetadataResponse.Types.TensorMetadata { Name = "y", Datatype = "FP32", Shape = { -1, 2 } } },
    };

    private static ModelInferResponse Answer => new()
    {
        ModelName = "m",
        Outputs = { new ModelInferResponse.Types.InferOutputTensor { Name = "y", Datatype = "FP32", Shape = { 1, 2 } } },
        RawOutputContents = { ByteString.CopyFrom(0, 0, 0, 0x3F, 0, 0, 0x80, 0x3F) },
    };

    [TestCaseSource(nameof(OverHttp))]
    public async Task Over_HTTP_whatever_comes_has_a_verdict(object config, string contentType, string good, (string Request, string Answer)[] others)
    {
        var bytes = Encoding.UTF8.GetBytes(good);
        await using var server = new ScriptedServer(async connection =>
        {
            if (config is TcpProbeConfig)
            {
                await connection.ReadLineAsync();
                await connection.SendAsync(Volatile.Read(ref bytes));
                return;
            }

            var request = await connection.ReadRequestAsync();
            var other = others.FirstOrDefault(one => request.Split("HTTP/1.1")[0].Contains(one.Request, StringComparison.Ordinal)).Answer;
            var body = other is null ? Volatile.Read(ref bytes) : Encoding.UTF8.GetBytes(other);
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: {(other is null ? contentType : Json)}\r\nContent-Length: {body.Length}\r\n\r\n");
            await connection.SendAsync(body);
        });

        await AskAllAsync(server.Url, (ProbeConfig)config, Encoding.UTF8.GetBytes(good), next => Volatile.Write(ref bytes, next));
    }

    [TestCaseSource(nameof(OverHttp2))]
    public async Task Over_HTTP_2_whatever_comes_has_a_verdict(string name, object config, string method, byte[] good)
    {
        var bytes = good;
        await using var server = await ScriptedHttp2.StartAsync(context =>
        {
            var asked = context.Request.Path.Value!.Split('/')[^1];
            byte[] answer = asked == method ? Volatile.Read(ref bytes) : asked switch
            {
                "ModelMetadata" => GrpcFrame.Of(Model),
                _ => GrpcFrame.Of(Answer),
            };
            return ScriptedHttp2.Answering(answer, "grpc-status=0")(context);
        });

        await AskAllAsync(server.Url, (ProbeConfig)config, good, next => Volatile.Write(ref bytes, next));
        // The frame whole, and what is in it broken.
        await AskBrokenAsync(server.Url, (ProbeConfig)config, good[5..], next => Volatile.Write(ref bytes, [0, 0, 0, (byte)(next.Length >> 8), (byte)next.Length, .. next]));
    }

    [Test]
    public async Task Of_a_page_of_Streamlit_whatever_comes_has_a_verdict()
    {
        var session = StreamlitRecording.Read("streamlit-1.62", "ws_exchange.txt");
        var messages = session.Select(line => line.Received?.ToByteArray()).ToArray();
        await using var server = ScriptedStreamlit.Serving(async app =>
        {
            foreach (var message in Volatile.Read(ref messages))
            {
                await (message is null ? app.ReadAsync() : app.SendAsync(System.Net.WebSockets.WebSocketMessageType.Binary, message));
            }
        });
        var config = ProbeBench.Streamlit("Name three primary colours.", "Red") with { BodySizeLimitBytes = 4096 };
        await ProveAsync(server.Url, config, "good", mustSucceed: true);

        var prompt = Array.LastIndexOf(messages, null);
        for (var seed = 0; seed < 2 * Seeds; seed++)
        {
            var at = seed % session.Length;
            if (session[at].Received?.ToByteArray() is { } message)
            {
                // What breaks the page may keep the prompt from being sent: then nobody waits for it, and the connection ends.
                Volatile.Write(ref messages, [.. session.Take(at < prompt ? prompt : session.Length).Select((line, place) => place == at ? HostileBytes.Broken(message, seed) : line.Received?.ToByteArray())]);
                await ProveAsync(server.Url, config, $"seed {seed}");
            }
        }

        foreach (var (name, bytes) in HostileBytes.Known.Where(known => known.Bytes.Length < 65536))
        {
            Volatile.Write(ref messages, [null, bytes]);
            await ProveAsync(server.Url, config, name);
        }
    }

    private static async Task AskAllAsync(Uri url, ProbeConfig config, byte[] good, Action<byte[]> set)
    {
        await ProveAsync(url, config, "good", mustSucceed: true);
        foreach (var (name, bytes) in HostileBytes.Known)
        {
            set(bytes);
            await ProveAsync(url, config, name);
        }

        await AskBrokenAsync(url, config, good, set);
    }

    private static async Task AskBrokenAsync(Uri url, ProbeConfig config, byte[] good, Action<byte[]> set)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            set(HostileBytes.Broken(good, seed));
            await ProveAsync(url, config, $"seed {seed}");
        }
    }

    /// <summary>A probe that throws fails the test by that; one that hangs, by its own bound.</summary>
    private static async Task ProveAsync(Uri url, ProbeConfig config, string what, bool mustSucceed = false)
    {
        ProbeResult result;
        try
        {
            result = await ProbeBench.AskAsync(url, config);
        }
        catch (Exception thrown)
        {
            throw new AssertionException($"{config.Name}, {what}: {thrown}", thrown);
        }

        Assert.That(result.IsSuccess || (result.Outcome is not null && result.ErrorType is not null && !string.IsNullOrEmpty(result.Reason)) || result.Skipped is not null, $"{config.Name}, {what}");
        Assert.That(result.IsSuccess || !mustSucceed, $"{config.Name}, {what}: {result.Reason}");
        Assert.That(result.Tokens?.Output ?? 0, Is.GreaterThanOrEqualTo(0), what);
    }

    private static TestCaseData Row(string name, ProbeConfig config, string contentType, string good, params (string Request, string Answer)[] others) =>
        new TestCaseData(config, contentType, good, others).SetArgDisplayNames(name);
}

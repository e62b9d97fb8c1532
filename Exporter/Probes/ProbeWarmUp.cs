using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Grpc;
using Exporter.Probes.Protocols.Streamlit;

namespace Exporter.Probes;

/// <summary>
/// Runs each protocol against a stub on loopback before its first real probe of the process. The first HTTP request of a .NET
/// process takes some 50 ms of compiling, which would stand in the first sample as if the server were slow.
/// </summary>
internal static class ProbeWarmUp
{
    private const int Rounds = 3;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);
    private static readonly ConcurrentDictionary<ProbeType, Lazy<Task<bool>>> Done = new();

    /// <summary>Everything that must be done before the first run of a probe, so that it is not measured.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public static async Task PrepareAsync(IProbe probe, TargetConfig target, CancellationToken cancellationToken)
    {
        await ConnectionWarmUp.OnceAsync(target.Url, cancellationToken).ConfigureAwait(false);
        await probe.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends when the protocol is warm, or when it could not be warmed in time; never fails but by <paramref name="cancellationToken"/>.</summary>
    /// <returns>Whether the protocol is warm.</returns>
    public static Task<bool> OnceAsync(ProbeType type, CancellationToken cancellationToken) =>
        Done.GetOrAdd(type, static key => new Lazy<Task<bool>>(() => RunAsync(key))).Value.WaitAsync(cancellationToken);

    private static async Task<bool> RunAsync(ProbeType type)
    {
        using var bound = new CancellationTokenSource(Bound);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        try
        {
            listener.Start();
            var serving = ServeAsync(listener, type, bound.Token);
            var isWarm = await AskAsync(type, ((IPEndPoint)listener.LocalEndpoint).Port, bound.Token).ConfigureAwait(false);
            await bound.CancelAsync().ConfigureAwait(false);
            await serving.ConfigureAwait(false);
            return isWarm;
        }
        catch (Exception expected) when (expected is SocketException or IOException or OperationCanceledException)
        {
            // A host without loopback, or one too busy: the first sample is then a little slow, which is all.
            return false;
        }
    }

    private static async Task<bool> AskAsync(ProbeType type, int port, CancellationToken cancellationToken)
    {
        var target = new TargetConfig { Name = "warm-up", Url = new Uri($"http://127.0.0.1:{port}") };
        using var probe = ProbeFactory.Create(target, ConfigOf(type));
        var succeeds = true;
        for (var i = 0; i < Rounds; i++)
        {
            succeeds &= (await probe.RunAsync(new ProbeRun(TimeProvider.System), cancellationToken).ConfigureAwait(false)).IsSuccess;
        }

        return succeeds;
    }

    private static async Task ServeAsync(TcpListener listener, ProbeType type, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false);
                var stream = client.GetStream();
                if (type is ProbeType.KserveGrpc or ProbeType.GrpcHealth)
                {
                    await GrpcStub.ServeAsync(stream, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                // Until the client has closed: closing over unread bytes would reset the answer away.
                while (await ReadRequestAsync(stream, cancellationToken).ConfigureAwait(false) is { } request)
                {
                    await stream.WriteAsync(AnswerOf(type, request), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException)
        {
            // The warm-up is over.
        }
    }

    /// <summary>Reads until the end of the headers; what a small body adds comes with them or stays unread.</summary>
    /// <returns>The request's first line and what else was read of it; null at the end of the connection.</returns>
    private static async Task<string?> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var filled = 0;
        while (filled < buffer.Length && buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            filled += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, filled);
    }

    private static ProbeConfig ConfigOf(ProbeType type) => type switch
    {
        ProbeType.Http => new HttpProbeConfig
        {
            Name = "warm-up",
            Expect = new HttpExpectConfig { Json = new([new JsonExpectConfig { Pointer = "/status", EqualTo = "ok" }]) },
        },
        ProbeType.OpenAiChat => new OpenAiChatProbeConfig { Name = "warm-up", Expect = new TextExpectConfig { Contains = new(["a"]) } },
        ProbeType.Gradio => new GradioProbeConfig { Name = "warm-up", Data = "[]" },
        ProbeType.Streamlit => new StreamlitProbeConfig { Name = "warm-up" },
        ProbeType.KserveHttp => new KserveHttpProbeConfig { Name = "warm-up" },
        ProbeType.KserveGrpc => new KserveGrpcProbeConfig { Name = "warm-up" },
        ProbeType.GrpcHealth => new GrpcHealthProbeConfig { Name = "warm-up" },
        ProbeType.Tcp => new TcpProbeConfig { Name = "warm-up", Send = "\r\n\r\n", Expect = new TextExpectConfig { Contains = new(["ok"]) } },
        ProbeType.OpenAiCompletion => new OpenAiCompletionProbeConfig { Name = "warm-up", Expect = new TextExpectConfig { Contains = new(["a"]) } },
        ProbeType.OpenAiEmbeddings => new OpenAiEmbeddingsProbeConfig { Name = "warm-up" },
        ProbeType.Rerank => new RerankProbeConfig { Name = "warm-up", Request = new RerankRequestConfig { Documents = new(["a", "b"]) } },
        ProbeType.TeiEmbed => new TeiEmbedProbeConfig { Name = "warm-up" },
        ProbeType.TgiGenerate => new TgiGenerateProbeConfig { Name = "warm-up" },
        ProbeType.Ollama => new OllamaProbeConfig { Name = "warm-up", AllowLoad = true, AllowKeepAlive = true },
    };

    private static byte[] AnswerOf(ProbeType type, string request) => type switch
    {
        ProbeType.Http => Answer("application/json", """{"status":"ok"}"""),
        ProbeType.OpenAiChat => Answer("text/event-stream", ChatStream),
        ProbeType.Gradio when request.Contains("GET /config", StringComparison.Ordinal) => Answer("application/json", GradioConfig),
        ProbeType.Gradio when request.Contains("POST", StringComparison.Ordinal) => Answer("application/json", """{"event_id":"a"}"""),
        ProbeType.Gradio => Answer("text/event-stream", GradioEvents),
        ProbeType.Streamlit => RehearsalApp.Answer(request),
        ProbeType.KserveHttp => Answer("application/json", Inference),
        ProbeType.KserveGrpc or ProbeType.GrpcHealth => [], // GrpcStub answers these.
        ProbeType.Tcp => "ok"u8.ToArray(),
        ProbeType.OpenAiCompletion => Answer("text/event-stream", CompletionStream),
        ProbeType.OpenAiEmbeddings => Answer("application/json", """{"data":[{"index":0,"embedding":[0.6,0.8]}],"usage":{"prompt_tokens":1}}"""),
        ProbeType.Rerank => Answer("application/json", """{"results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.1}]}"""),
        ProbeType.TeiEmbed => Answer("application/json", "[[0.6,0.8]]"),
        ProbeType.TgiGenerate => Answer("text/event-stream", TgiStream),
        ProbeType.Ollama => Answer("application/x-ndjson", OllamaStream),
    };

    private static byte[] Answer(string mediaType, string body) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: {mediaType}\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n");

    private const string GradioConfig =
        """{"version":"5.45.0","api_prefix":"/gradio_api","protocol":"sse_v3","dependencies":[{"api_name":"predict","types":{"generator":true}}]}""";

    private const string GradioEvents =
        """
        data: {"msg":"estimation","rank":0,"queue_size":1}

        data: {"msg":"process_starts"}

        data: {"msg":"process_generating","output":{"data":["a"],"duration":0.1},"success":true}

        data: {"msg":"process_generating","output":{"data":[[["append",[]," b"]]],"duration":0.1},"success":true}

        data: {"msg":"process_completed","output":{"data":["a b"],"duration":0.1},"success":true}


        """;

    /// <summary>Readiness, metadata and answer in one.</summary>
    private const string Inference =
        """{"inputs":[{"name":"x","datatype":"FP32","shape":[-1,2]}],"outputs":[{"name":"y","datatype":"FP32","shape":[1],"data":[0.5]}]}""";

    private const string ChatStream =
        """
        data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}

        data: [DONE]


        """;

    private const string CompletionStream =
        """
        data: {"choices":[{"index":0,"text":"a","finish_reason":null}]}

        data: {"choices":[{"index":0,"text":"b","finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}

        data: [DONE]


        """;

    private const string TgiStream =
        """
        data:{"index":1,"token":{"id":1,"text":"a","special":false},"generated_text":null,"details":null}

        data:{"index":2,"token":{"id":2,"text":"b","special":false},"generated_text":"ab","details":{"finish_reason":"length","generated_tokens":2,"input_length":1}}


        """;

    private const string OllamaStream =
        """
        {"message":{"role":"assistant","content":"a"},"done":false}
        {"message":{"role":"assistant","content":"b"},"done":false}
        {"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","load_duration":1,"prompt_eval_count":1,"eval_count":2,"eval_duration":1}

        """;
}

using Exporter.Configuration.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Failures;

/// <summary>Streams that begin with status 200 and go wrong after it.</summary>
internal static class BrokenStreams
{
    private const string Token = """data: {"choices":[{"delta":{"content":"a"}}]}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";

    public static IEnumerable<Failure> All =>
    [
        Streaming("a stream without an end", "protocol_error stream_truncated", "after 1 chunk", Token),
        Streaming("a stream that says it is done without an answer", "protocol_error stream_truncated", "without an answer", Done),
        Streaming("an event that was cut", "protocol_error stream_truncated", "after 1 chunk", Token, """data: {"choi"""),
        Streaming("an error in a stream", "protocol_error stream_error", "EngineDeadError", Token, """data: {"error":{"message":"EngineDeadError"}}""" + "\n\n", Done),
        Streaming("an error event in a stream", "protocol_error stream_error", "boom", Token, "event: error\ndata: boom\n\n"),
        Streaming("an error line as llama.cpp writes it", "protocol_error stream_error", "boom", Token, """error: {"message":"boom"}""" + "\n\n"),
        Streaming("a finish that is an error", "protocol_error stream_error", "finish_reason 'abort'", """data: {"choices":[{"delta":{"content":"a"},"finish_reason":"abort"}]}""" + "\n\n", Done),
        Streaming("CUDA out of memory in a stream", "protocol_error out_of_memory", "CUDA out of memory", Token, """data: {"error":"CUDA out of memory. Tried to allocate 2.00 GiB."}""" + "\n\n"),
        Streaming("an event that is no JSON", "protocol_error not_json", "event 2", Token, "data: {oops}\n\n"),
        Streaming("10 MB line in a stream", "protocol_error body_too_large", "longer than", Token, "data: " + new string('x', 10_000_000)),
        Failure.Of("invalid UTF-8 in a stream", "protocol_error not_json", "not UTF-8", ProbeBench.Chat(), () => new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.BeginStreamAsync();
            await connection.SendAsync((byte[])[.. "c\r\ndata: \""u8, 0xC3, 0x28, .. "\"\n\n\r\n"u8]);
            await connection.EndStreamAsync();
        })),
        Failure.Of("half a chunk of a stream", "protocol_error stream_truncated", "after 1 chunk", ProbeBench.Chat(), () => new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.BeginStreamAsync();
            await connection.ChunkAsync(Token);
            await connection.SendAsync("ff\r\ndata: {\"choices\"");
        })),
        Streaming("the wrong answer", "invalid assertion", "does not contain 'blue'", Token, Done),
        Ollama("an error in lines of JSON", "protocol_error stream_error", "model runner has unexpectedly stopped", """{"error":"model runner has unexpectedly stopped"}""" + "\n"),
        Ollama("lines of JSON without the last", "protocol_error stream_truncated", "after 1 chunk", """{"message":{"content":"a"},"done":false}""" + "\n"),
        Gradio("Gradio error event", "protocol_error stream_error", "without saying why", "event: error\ndata: null\n\n"),
        Gradio("Gradio error event with a message", "protocol_error stream_error", "the picture is too large", "event: error\ndata: \"the picture is too large\"\n\n"),
        Gradio("Gradio stream without its end", "protocol_error stream_truncated", "'complete'", "event: heartbeat\ndata: null\n\n"),
        GradioQueue("Gradio queue: the function fails", "protocol_error stream_error", "no such model", """{"msg":"process_completed","output":{"error":"no such model"},"success":false}"""),
        GradioQueue("Gradio queue: no memory", "protocol_error out_of_memory", "CUDA out of memory", """{"msg":"process_completed","output":{"error":"CUDA out of memory."},"success":false}"""),
        GradioQueue("Gradio queue: it is full", "protocol_error stream_error", "queue is full", """{"msg":"queue_full"}"""),
        GradioQueue("Gradio queue without its end", "protocol_error stream_truncated", "process_completed", """{"msg":"estimation","rank":0,"queue_size":1}"""),
    ];

    private static Failure GradioQueue(string situation, string verdict, string reason, params string[] messages) => new(situation, verdict, reason, async () =>
    {
        await using var app = new ScriptedGradio(ScriptedGradio.Config("5.45.0", "", ("predict", false)), null, ScriptedGradio.Messages(messages));
        return await Failure.AskAsync(app.Url, ProbeBench.Gradio("predict"));
    });

    private static Failure Streaming(string situation, string verdict, string reason, params string[] pieces) =>
        Failure.Of(situation, verdict, reason, ProbeBench.Chat(expect: new TextExpectConfig { Contains = new(["blue"]) }), () => ScriptedServer.Streaming(pieces));

    private static Failure Ollama(string situation, string verdict, string reason, params string[] lines) =>
        Failure.Of(situation, verdict, reason, ProbeBench.Ollama(), () => new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var line in lines)
            {
                await connection.ChunkAsync(line);
            }

            await connection.EndStreamAsync();
        }));

    private static Failure Gradio(string situation, string verdict, string reason, params string[] events) => new(situation, verdict, reason, async () =>
    {
        await using var app = new ScriptedGradio(ScriptedGradio.Config("5.45.0", "", ("predict", false)), null, ScriptedGradio.Events(events));
        return await Failure.AskAsync(app.Url, ProbeBench.Gradio("predict") with { CallPath = GradioCallPath.Call });
    });
}

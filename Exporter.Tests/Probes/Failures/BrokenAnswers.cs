using System.IO.Compression;
using Exporter.Configuration.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Failures;

/// <summary>Answers of status 200 that are cut, no HTTP, no JSON, too large or wrong.</summary>
internal static class BrokenAnswers
{
    private static readonly HttpProbeConfig Json = ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/score", Min = 0, Max = 1 });

    public static IEnumerable<Failure> All =>
    [
        Sending("half a chunk", "protocol_error connection_reset", "closed inside the answer", "Transfer-Encoding: chunked\r\n\r\n10\r\nfive"),
        Sending("no last chunk", "protocol_error connection_reset", "closed inside the answer", "Transfer-Encoding: chunked\r\n\r\n4\r\nfive\r\n"),
        Sending("wrong content length, too long", "protocol_error connection_reset", "closed inside the answer", "Content-Length: 100\r\n\r\n{\"score\":1}"),
        Sending("wrong content length, too short", "protocol_error not_json", "no JSON", "Content-Length: 5\r\n\r\n{\"score\":1}"),
        Sending("two content lengths", "protocol_error other", "Content-Length is '2, 3'", "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"),
        Sending("a content length that is none", "protocol_error other", "Content-Length is '-5'", "Content-Length: -5\r\n\r\n{}"),
        Sending("an unknown compression", "protocol_error not_json", "Content-Encoding: foo", "Content-Encoding: foo\r\nContent-Length: 2\r\n\r\n{}"),
        Sending("a compressed transfer", "protocol_error not_json", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        Sending("no chunk size", "protocol_error other", "no valid HTTP answer", "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
        Failure.Of("another protocol", "protocol_error other", "no valid HTTP answer", Json, () => ScriptedServer.Sending("SSH-2.0-OpenSSH_9.2\r\n")),
        Failure.Of("HTTP/0.9", "protocol_error other", "invalid status line: '<html>hello'", Json, () => ScriptedServer.Sending("<html>hello\r\n")),
        Failure.Of("HTTP/2 alone", "protocol_error other", "speaks HTTP/2 alone", Json, () => new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync(new byte[] { 0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100 });
        })),
        Failure.Of("too many headers", "protocol_error other", "65536 bytes", Json, () => ScriptedServer.Sending("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 20_000)) + "\r\n")),
        Failure.Of("an answer to nothing", "invalid assertion", "status 101", Json, () => ScriptedServer.Sending("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")),
        Failure.Of("headers without end", "protocol_error other", "no valid HTTP answer", Json, () => ScriptedServer.Sending("HTTP/1.1 200 OK\r\nX: " + new string('x', 1_000_000))),
        Failure.Of("gzip bomb", "protocol_error not_json", "Content-Encoding: gzip", Json, () => Bomb(megabytes: 64)),
        Failure.Of("gzip bomb over the limit", "protocol_error body_too_large", "longer than 1024 bytes", Json with { BodySizeLimitBytes = 1024 }, () => Bomb(megabytes: 4)),
        Failure.Of("gzip bomb as a stream", "protocol_error not_json", "Content-Encoding: gzip", ProbeBench.Chat(), () => Bomb(megabytes: 4, "text/event-stream")),
        Failure.Of("10 MB line in a body", "protocol_error body_too_large", "longer than 1048576 bytes", Json, () => ScriptedServer.Sending($"HTTP/1.1 200 OK\r\n\r\n{new string('x', 10_000_000)}")),
        Failure.Of("invalid UTF-8 in a body", "protocol_error not_json", "not UTF-8", Json, () => Raw([.. "{\"score\":\""u8, 0xC3, 0x28, .. "\"}"u8])),
        Failure.Answered("HTML where JSON belongs", "protocol_error not_json", "It begins: <html>", Json, 200, "<html>Please log in</html>"),
        Failure.Answered("nothing where JSON belongs", "protocol_error not_json", "empty", Json, 200, ""),
        Failure.Answered("half of the JSON", "protocol_error not_json", "no JSON", ProbeBench.Chat(stream: false), 200, """{"choices":[{"mess"""),
        Failure.Answered("a wrong value", "invalid assertion", "/score", Json, 200, """{"score":1.5}"""),
        Failure.Answered("CUDA out of memory with 200", "protocol_error out_of_memory", "CUDA out of memory", ProbeBench.Chat(stream: false), 200, """{"error":"torch.OutOfMemoryError: CUDA out of memory"}"""),
        Failure.Answered("an embedding of zeros and nulls", "invalid assertion", "", ProbeBench.Embeddings(), 200, """{"data":[{"index":0,"embedding":[0.0,null]}]}"""),
    ];

    private static Failure Sending(string situation, string verdict, string reason, string rest) =>
        Failure.Of(situation, verdict, reason, Json, () => ScriptedServer.Sending($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{rest}"));

    /// <summary>Zeros without end in a few bytes; who unpacks them pays for all.</summary>
    private static ScriptedServer Bomb(int megabytes, string contentType = "application/json")
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < megabytes; i++)
            {
                gzip.Write(zeros);
            }
        }

        return Raw(packed.ToArray(), $"Content-Type: {contentType}\r\nContent-Encoding: gzip\r\n");
    }

    private static ScriptedServer Raw(byte[] body, string headers = "Content-Type: application/json\r\n") => new(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.SendAsync($"HTTP/1.1 200 OK\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        await connection.SendAsync(body);
    });
}

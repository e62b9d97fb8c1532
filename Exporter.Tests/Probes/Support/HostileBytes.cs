using System.Text;

namespace Exporter.Tests.Probes.Support;

/// <summary>Answers that no good server gives: a list of known nasty ones, and any number of broken good ones.</summary>
internal static class HostileBytes
{
    private const int Depth = 10_000;

    /// <summary>Bytes that are hostile to whoever expects JSON, events, lines or messages.</summary>
    public static readonly IReadOnlyList<(string Name, byte[] Bytes)> Known =
    [
        ("nothing", []),
        ("a zero", [0]),
        ("zeros", new byte[5000]),
        ("bytes of ones", [.. Enumerable.Repeat((byte)0xFF, 5000)]),
        ("invalid UTF-8", [0xC3, 0x28, 0x22, 0xED, 0xA0, 0x80, 0x22]),
        ("a byte order mark alone", [0xEF, 0xBB, 0xBF]),
        ("UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("""{"error":"x"}""")]),
        ("UTF-16, the other way round", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("""{"error":"x"}""")]),
        Text("null", "null"),
        Text("a number", "1e999"),
        Text("a text", "\"a\""),
        Text("not a number", """{"choices":[{"message":{"content":NaN}}],"data":[NaN,Infinity,-Infinity]}"""),
        Text("numbers beyond every type", """{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":-1,"completion_tokens":99999999999999999999,"total_tokens":1e999},"data":[{"index":1e30,"embedding":[1e999],"score":-1e999}],"eval_count":-5,"done":true}"""),
        Text("a name that comes twice", """{"choices":0,"choices":[{"message":{"content":"a"},"message":3}],"data":[],"data":{},"outputs":[],"outputs":7}"""),
        Text("halves of surrogate pairs", """{"\ud800":1,"choices":[{"\udfff":2,"text":"\ud83d","message":{"content":"\ud83d"},"delta":{"content":"\udc00"}}],"error":"\ud800"}"""),
        Text("lists in lists", new string('[', Depth) + new string(']', Depth)),
        Text("lists without an end", new string('[', Depth)),
        Text("objects in objects", string.Concat(Enumerable.Repeat("""{"choices":""", Depth)) + "1" + new string('}', Depth)),
        Text("another type everywhere", """{"choices":{"0":1},"data":"x","results":{"a":[]},"models":7,"outputs":{"x":1},"inputs":true,"message":[],"usage":[],"timings":"fast","token":3,"details":[],"generated_text":{}}"""),
        Text("an event without an end", "data: {\"choices\":[{\"delta\":{\"content\":\"a"),
        Text("an event of bad JSON", "data: {]}\n\ndata: [DONE]\n\n"),
        Text("an event without data", "event: error\n\nid: \nretry: 99999999999999999999\n:\n\n"),
        Text("a line without an end", new string('a', 3 * 1024 * 1024)),
        Text("ends of lines of every kind", "\r\r\n\n\rdata:\r\ndata: 1\r\r\n\n\n"),
        Text("a web page", "<!DOCTYPE html><html><body>502</body></html>"),
        Text("an endless shape", """{"inputs":[{"name":"x","datatype":"FP32","shape":[9223372036854775807,9223372036854775807]}],"outputs":[{"name":"y","datatype":"BYTES","shape":[-1,-9223372036854775808]}]}"""),
        ("a length of four thousand millions", [0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]),
        ("a field longer than its message", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1]),
        ("a number without an end", [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        ("groups in groups", [.. Enumerable.Repeat((byte)0x0B, Depth)]),
    ];

    /// <summary>The same seed breaks the same bytes in the same way.</summary>
    public static byte[] Broken(byte[] good, int seed)
    {
        var random = new Random(seed);
        var bytes = good.ToList();
        for (var times = random.Next(1, 6); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            var length = random.Next(1, Math.Min(12, bytes.Count - at) + 1);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.InsertRange(at, "[{\"}],:0-e\n\r\\\0\u007f"u8.ToArray().OrderBy(_ => random.Next()).Take(length));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static (string Name, byte[] Bytes) Text(string name, string text) => (name, Encoding.UTF8.GetBytes(text));
}

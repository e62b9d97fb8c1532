using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary>JSON written by hand: no reflection, so nothing that trimming could lose.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of<T>(T content, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, options);
        write(writer, content);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Of(Action<Utf8JsonWriter> write) => Of(write, static (json, content) => content(json));
}

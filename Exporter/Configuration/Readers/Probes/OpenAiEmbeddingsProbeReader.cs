using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>openai-embeddings</c>.</summary>
internal sealed class OpenAiEmbeddingsProbeReader : IProbeReader
{
    private static readonly SectionKeys RequestKeys = new("targets[].probes[].request", "input", "encoding", "dimensions");
    private static readonly Choices<VectorEncoding> Encodings = new(("float", VectorEncoding.Float), ("base64", VectorEncoding.Base64));

    /// <summary>Stands after the fields that its properties are made of.</summary>
    public static readonly OpenAiEmbeddingsProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", ["path", .. ModelProbeReader.Names, "request", "expect"]);

    public IReadOnlyList<SectionKeys> Sections { get; } = [RequestKeys, VectorExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new OpenAiEmbeddingsProbeConfig { Name = name };
        return ModelProbeReader.Read(probe, defaults with
        {
            Path = probe.Read("path", Texts.RequestPath, defaults.Path),
            Request = ReadRequest(probe.Child("request", RequestKeys)),
            Expect = VectorExpectReader.Read(probe.Child("expect", VectorExpectReader.Keys)),
        });
    }

    private static EmbeddingsRequestConfig ReadRequest(Section? request)
    {
        var defaults = new EmbeddingsRequestConfig();
        return request is null ? defaults : new EmbeddingsRequestConfig
        {
            Input = TextListReader.Read(request, "input", defaults.Input),
            Encoding = request.Read("encoding", Encodings.Parse, defaults.Encoding),
            Dimensions = request.ReadOptionalValue("dimensions", VectorExpectReader.Dimension),
        };
    }
}

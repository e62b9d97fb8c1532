using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>tei-embed</c>.</summary>
internal sealed class TeiEmbedProbeReader : IProbeReader
{
    private static readonly SectionKeys RequestKeys = new("targets[].probes[].request", "inputs", "normalize", "truncate");

    /// <summary>Stands after the fields that its properties are made of.</summary>
    public static readonly TeiEmbedProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", ["path", .. ModelProbeReader.Names, "request", "expect"]);

    public IReadOnlyList<SectionKeys> Sections { get; } = [RequestKeys, VectorExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new TeiEmbedProbeConfig { Name = name };
        return ModelProbeReader.Read(probe, defaults with
        {
            Path = probe.Read("path", Texts.RequestPath, defaults.Path),
            Request = ReadRequest(probe.Child("request", RequestKeys)),
            Expect = VectorExpectReader.Read(probe.Child("expect", VectorExpectReader.Keys)),
        });
    }

    private static TeiRequestConfig ReadRequest(Section? request)
    {
        var defaults = new TeiRequestConfig();
        return request is null ? defaults : new TeiRequestConfig
        {
            Inputs = TextListReader.Read(request, "inputs", defaults.Inputs),
            Normalize = request.Read("normalize", Booleans.Parse, defaults.Normalize),
            Truncate = request.Read("truncate", Booleans.Parse, defaults.Truncate),
        };
    }
}

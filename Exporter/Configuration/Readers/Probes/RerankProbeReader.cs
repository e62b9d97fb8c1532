using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>rerank</c>.</summary>
internal sealed class RerankProbeReader : IProbeReader
{
    private static readonly SectionKeys RequestKeys = new("targets[].probes[].request", "query", "documents");
    private static readonly SectionKeys ExpectKeys = new("targets[].probes[].expect", "top", "order", "min_score", "max_score");
    private static readonly Func<string, Parsed<int>> Place = Numbers.WholeBetween(0, 255);

    private static readonly Choices<RerankDialect> Dialects = new(
        ("auto", RerankDialect.Auto), ("jina", RerankDialect.Jina), ("tei", RerankDialect.Tei), ("score", RerankDialect.Score));

    /// <summary>Stands after the fields that its properties are made of.</summary>
    public static readonly RerankProbeReader Instance = new();

    public SectionKeys Keys { get; } = new("targets[].probes[]", ["path", "dialect", .. ModelProbeReader.Names, "request", "expect"]);

    public IReadOnlyList<SectionKeys> Sections { get; } = [RequestKeys, ExpectKeys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new RerankProbeConfig { Name = name };
        var request = ReadRequest(probe.Child("request", RequestKeys));
        return ModelProbeReader.Read(probe, defaults with
        {
            Path = probe.ReadOptional("path", Texts.RequestPath),
            Dialect = probe.Read("dialect", Dialects.Parse, defaults.Dialect),
            Request = request,
            Expect = ReadExpect(probe.Child("expect", ExpectKeys), request.Documents.Count),
        });
    }

    private static RerankRequestConfig ReadRequest(Section? request)
    {
        var defaults = new RerankRequestConfig();
        return request is null ? defaults : new RerankRequestConfig
        {
            Query = request.Read("query", Texts.NotEmpty, defaults.Query),
            Documents = TextListReader.Read(request, "documents", defaults.Documents),
        };
    }

    private static RerankExpectConfig ReadExpect(Section? expect, int documents)
    {
        if (expect is null)
        {
            return new RerankExpectConfig();
        }

        var config = new RerankExpectConfig
        {
            Top = expect.ReadOptionalValue("top", Place),
            Order = expect.ReadList("order", Place),
            MinScore = expect.ReadOptionalValue("min_score", Numbers.Any),
            MaxScore = expect.ReadOptionalValue("max_score", Numbers.Any),
        };
        if (documents > 0)
        {
            RefuseContradictions(expect, config, documents);
        }

        return config;
    }

    private static void RefuseContradictions(Section expect, RerankExpectConfig config, int documents)
    {
        if (config.Top >= documents)
        {
            expect.Fail("top", $"there is no document {config.Top}; they are 0 to {documents - 1}");
        }

        if (config.Order.Any(place => place >= documents))
        {
            expect.Fail("order", $"there is no document {config.Order.First(place => place >= documents)}; they are 0 to {documents - 1}");
        }
        else if (config.Order.Distinct().Count() < config.Order.Count)
        {
            expect.Fail("order", "names a document twice; each may stand there once");
        }
        else if (config.Top is { } top && config.Order.Count > 0 && config.Order[0] != top)
        {
            expect.Fail("order", $"begins with document {config.Order[0]}, but top says {top}");
        }

        if (config.MinScore > config.MaxScore)
        {
            expect.Fail("min_score", "must not be greater than max_score");
        }
    }
}

using Exporter.Configuration.Scalars;

namespace Exporter.Configuration.Readers;

/// <summary>Reads a probe of type <c>http</c>.</summary>
internal sealed class HttpProbeReader : IProbeReader
{
    public static readonly HttpProbeReader Instance = new();

    private static readonly Choices<string> Methods = new([.. new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" }.Select(static method => (method, method))]);

    public SectionKeys Keys { get; } = new("targets[].probes[]", "path", "method", "body", "content_type", "expect");

    public IReadOnlyList<SectionKeys> Sections { get; } = [HttpExpectReader.Keys, JsonExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = new HttpProbeConfig { Name = name };
        var body = BodyReader.Read(probe, "body");
        var config = defaults with
        {
            Path = probe.Read("path", Texts.RequestPath, defaults.Path),
            Method = probe.Read("method", Methods.Parse, probe.Has("body") ? "POST" : defaults.Method),
            Body = body,
            ContentType = probe.Read("content_type", Texts.MediaType, defaults.ContentType),
            Expect = HttpExpectReader.Read(probe.Child("expect", HttpExpectReader.Keys)),
        };
        RefuseContradictions(probe, config);
        return config;
    }

    private static void RefuseContradictions(Section probe, HttpProbeConfig config)
    {
        if (probe.Has("body") && config.Method is "GET" or "HEAD")
        {
            probe.Fail("body", $"a {config.Method} request has no body; use method: POST or remove the body");
        }

        if (probe.Has("content_type") && !probe.Has("body"))
        {
            probe.Fail("content_type", "has no effect without a body");
        }

        var needsBody = config.Expect.BodyMatches.Count + config.Expect.BodyNotMatches.Count + config.Expect.Json.Count > 0;
        if (config.Method == "HEAD" && needsBody)
        {
            probe.Fail("expect", "the answer to HEAD has no body to look at; use method: GET");
        }
    }
}

using Exporter.Configuration.Probes;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Templates;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>Reads a probe of type <c>http</c>.</summary>
internal sealed class HttpProbeReader : IProbeReader
{
    public static readonly HttpProbeReader Instance = new();

    private static readonly Choices<string> Methods = new([.. new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" }.Select(static method => (method, method))]);

    private static readonly Choices<HttpPreset> Presets = new(("torchserve", HttpPreset.TorchServe), ("tf-serving", HttpPreset.TfServing));

    public SectionKeys Keys { get; } = new("targets[].probes[]", "preset", "path", "health_path", "method", "body", "body_file", "content_type", "cases", "case_order", "expect");

    public IReadOnlyList<SectionKeys> Sections { get; } = [HttpExpectReader.Keys, HeaderExpectReader.Keys, HeaderExpectReader.NotKeys, JsonExpectReader.Keys];

    public ProbeConfig Read(Section probe, string name)
    {
        var defaults = probe.ReadOptionalValue("preset", Presets.Parse) is { } preset ? HttpPresets.DefaultsOf(preset, name) : new HttpProbeConfig { Name = name };
        if (HasBody(probe))
        {
            // What comes back depends on what was asked.
            defaults = defaults with { Body = null, ContentType = new HttpProbeConfig { Name = name }.ContentType, Expect = new HttpExpectConfig() };
        }

        var body = BodyReader.Read(probe, "body");
        var config = defaults with
        {
            Path = probe.Read("path", TemplateReader.Checked(Texts.RequestPath), defaults.Path),
            Method = probe.Read("method", Methods.Parse, HasBody(probe) ? "POST" : defaults.Method),
            Body = body ?? defaults.Body,
            BodyFile = ReferencedFile.Read(probe, "body_file"),
            ContentType = probe.Read("content_type", Texts.MediaType, defaults.ContentType),
            Expect = probe.Child("expect", HttpExpectReader.Keys) is { } expect ? HttpExpectReader.Read(expect) : defaults.Expect,
        };
        if (body is not null && Template.Parse(body).Problem is { } problem)
        {
            probe.Fail("body", problem);
        }

        RefuseContradictions(probe, config);
        return config with
        {
            HealthPath = ReadHealthPath(probe, config),
            Cases = TemplateReader.ReadCases(probe, config.Path, body),
            CaseOrder = TemplateReader.ReadOrder(probe),
        };
    }

    /// <summary>The preset's, unless the probe has one of its own, or null; nor is there one with the model's name where the path has none.</summary>
    private static string? ReadHealthPath(Section probe, HttpProbeConfig config)
    {
        if (probe.FindRaw("health_path") is not null)
        {
            return probe.ReadOptional("health_path", Texts.RequestPath);
        }

        return config.NeedsModel || config.HealthPath?.Contains(HttpPresets.Model, StringComparison.Ordinal) != true ? config.HealthPath : null;
    }

    private static bool HasBody(Section probe) => probe.Has("body") || probe.Has("body_file");

    private static void RefuseContradictions(Section probe, HttpProbeConfig config)
    {
        if (probe.Has("body") && probe.Has("body_file"))
        {
            probe.Fail("body_file", "give either body or body_file, not both");
        }

        if (!HasBody(probe) && config.Body is not null && config.Method is "GET" or "HEAD")
        {
            probe.Fail("method", $"a {config.Method} request has no body, and the preset has one; remove the method or the preset");
        }

        if (HasBody(probe) && config.Method is "GET" or "HEAD")
        {
            probe.Fail(probe.Has("body") ? "body" : "body_file", $"a {config.Method} request has no body; use method: POST or remove the body");
        }

        if (probe.Has("content_type") && !HasBody(probe) && config.Body is null)
        {
            probe.Fail("content_type", "has no effect without a body; remove it, or give a body");
        }

        var needsBody = config.Expect.BodyMatches.Count + config.Expect.BodyNotMatches.Count + config.Expect.Json.Count > 0;
        if (config.Method == "HEAD" && needsBody)
        {
            probe.Fail("expect", "the answer to HEAD has no body to look at; use method: GET");
        }
    }
}

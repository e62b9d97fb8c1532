using System.Text;
using Exporter.Configuration;

namespace Exporter.Tests.Slo.Rules;

/// <summary>Targets with objectives, as a file states them.</summary>
internal static class Configs
{
    /// <summary>One target with one streamed chat and these objectives, in YAML.</summary>
    public static TargetConfig Target(string slo, string interval = "15s", string name = "llm") => Read($$"""
        targets:
          - name: {{name}}
            url: http://127.0.0.1:8000
            model: m
            probes: [ { type: openai-chat, name: chat, interval: {{interval}} } ]
            slo: { {{slo}} }
        """).Targets[0];

    public static ExporterConfig Read(string yaml)
    {
        var result = ConfigFile.Parse("test.yaml", Encoding.UTF8.GetBytes(yaml));
        Assert.That(result.Errors, Is.Empty);
        return result.Value!;
    }
}

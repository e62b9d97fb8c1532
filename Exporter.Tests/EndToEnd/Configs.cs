using System.Globalization;

namespace Exporter.Tests.EndToEnd;

/// <summary>Configurations of the daemons under test, put together from parts.</summary>
internal static class Configs
{
    /// <summary>A free port, no GPU: what most tests start from.</summary>
    public const string Head = """
        listen: { address: 127.0.0.1:0 }
        gpu: { enabled: false }

        """;

    /// <summary>Head and targets.</summary>
    public static string With(params string[] targets) =>
        Head + (targets.Length == 0 ? "" : "targets:\n" + string.Concat(targets));

    /// <summary>A target that is asked for <c>/health</c>.</summary>
    public static string Health(string name, Uri url, string interval = "1s", string timeout = "500ms") => $$"""
          - name: {{name}}
            url: {{url.GetLeftPart(UriPartial.Authority)}}
            probes:
              - { name: health, type: http, path: /health, interval: {{interval}}, timeout: {{timeout}} }

        """;

    /// <summary>A target that must find the place in a text, in the shape of a SiameseUniNLU application.</summary>
    /// <param name="fail">How the application of the fixtures is to fail; empty for not at all.</param>
    public static string Predict(string name, Uri url, string fail = "") => $$"""
          - name: {{name}}
            url: {{url.GetLeftPart(UriPartial.Authority)}}
            probes:
              - name: predict
                type: http
                method: POST
                path: /api/predict?fail={{fail}}
                interval: 1s
                timeout: 900ms
                body: '{"text": "Ada Lovelace lived in London.", "schema": "{\"location\": null}"}'
                expect:
                  json:
                    - { pointer: /output/0/0/type, equals: location }
                    - { pointer: /output/0/0/span, equals: London }

        """;

    /// <summary>A target whose chat is streamed.</summary>
    public static string Chat(string name, Uri url) => $$"""
          - name: {{name}}
            url: {{url.GetLeftPart(UriPartial.Authority)}}
            model: demo-model
            probes:
              - name: chat
                type: openai-chat
                interval: 1s
                timeout: 900ms
                request: { prompt: "Name three primary colours.", max_tokens: 8 }

        """;

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace Exporter.Configuration.Probes;

/// <summary>What each preset stands for.</summary>
internal static class HttpPresets
{
    /// <summary>The place of the model's name in a path of a preset.</summary>
    public const string Model = "{model}";

    /// <summary>A path of a preset with the model's name in its place.</summary>
    public static string Fill(string path, string? model) => path.Replace(Model, Uri.EscapeDataString(model ?? ""), StringComparison.Ordinal);

    public static HttpProbeConfig DefaultsOf(HttpPreset preset, string name) => preset switch
    {
        // Its own handlers for text take the body as it is; one for pictures wants a body_file.
        HttpPreset.TorchServe => new HttpProbeConfig
        {
            Name = name,
            Preset = preset,
            Path = $"/predictions/{Model}",
            HealthPath = "/ping",
            Method = "POST",
            Body = "Hello.",
            ContentType = "text/plain",
        },
        HttpPreset.TfServing => new HttpProbeConfig
        {
            Name = name,
            Preset = preset,
            Path = $"/v1/models/{Model}:predict",
            HealthPath = $"/v1/models/{Model}",
            Method = "POST",
            Body = """{"instances":[0.0]}""",
            Expect = new HttpExpectConfig { Json = new([new JsonExpectConfig { Pointer = "/predictions", Type = JsonValueType.Array, MinLength = 1 }]) },
        },
    };
}

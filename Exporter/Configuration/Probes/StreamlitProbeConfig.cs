namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>streamlit</c>.</summary>
internal sealed record StreamlitProbeConfig : ProbeConfig
{
    public StreamlitProbeConfig()
    {
        // Every probe is a session of its own, in which the app's script runs from top to bottom twice.
        Interval = TimeSpan.FromSeconds(60);
        Timeout = TimeSpan.FromSeconds(30);
        // A streamed answer is sent whole with every piece: the bytes grow with the square of its length.
        BodySizeLimitBytes = 8 * 1024 * 1024;
    }

    public override ProbeType Type => ProbeType.Streamlit;

    public override bool MeasuresFirstToken => true;

    /// <summary>Path of the app's WebSocket relative to the target's url; default <c>/_stcore/stream</c>.</summary>
    public string Path { get; init; } = "/_stcore/stream";

    /// <summary>Path that must answer a GET with 2xx before the page is visited, such as <c>/_stcore/health</c>; null means that nothing is looked at.</summary>
    public string? HealthPath { get; init; }

    /// <summary>What is typed into the page.</summary>
    public string Prompt { get; init; } = "Say hello.";

    /// <summary>Label of the text input or text area to type into; null means the page's chat input.</summary>
    public string? TextInput { get; init; }

    /// <summary>Label of the button to press after typing into <see cref="TextInput"/>; null means none.</summary>
    public string? Button { get; init; }

    public TextExpectConfig Expect { get; init; } = new();
}

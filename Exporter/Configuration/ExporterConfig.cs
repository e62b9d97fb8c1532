namespace Exporter.Configuration;

/// <summary>Everything one configuration file says, read, checked and with defaults filled in.</summary>
internal sealed record ExporterConfig
{
    public ListenConfig Listen { get; init; } = new();

    public GpuConfig Gpu { get; init; } = new();

    public HostConfig Host { get; init; } = new();

    public ExpositionConfig Exposition { get; init; } = new();

    /// <summary>Where is kept what a restart must not forget, such as how far each log was read; null means the service manager's, or nowhere.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Push through OTLP besides the scrape endpoint; null means none.</summary>
    public OtlpConfig? Otlp { get; init; }

    /// <summary>The model servers beside the daemon; names are unique.</summary>
    public ValueList<TargetConfig> Targets { get; init; } = ValueList<TargetConfig>.Empty;
}

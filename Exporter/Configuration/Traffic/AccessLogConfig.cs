namespace Exporter.Configuration.Traffic;

/// <summary>One access log of a target; exactly one of <see cref="Path"/> and <see cref="Journal"/> is given.</summary>
internal sealed record AccessLogConfig
{
    /// <summary>Absolute path; <c>*</c> and <c>?</c> match inside one name. Null for a log in the journal.</summary>
    public string? Path { get; init; }

    /// <summary>systemd unit whose messages are read; null for a log in files.</summary>
    public string? Journal { get; init; }

    public required AccessLogFormat Format { get; init; }

    /// <summary>Regular expression with named groups; null except for <see cref="AccessLogFormat.Regex"/>.</summary>
    public string? Pattern { get; init; }

    /// <summary>Where the parts of a line are found; null except for <see cref="AccessLogFormat.Json"/>.</summary>
    public AccessLogJsonConfig? Json { get; init; }

    /// <summary>Unit of the number behind a line of nginx or gunicorn; null: seconds where it has a decimal point, else microseconds.</summary>
    public DurationUnit? DurationUnit { get; init; }

    /// <summary>Path templates, at most 32 a target, that become label values; every other path is <c>other</c>. The first that matches wins.</summary>
    public ValueList<string> Routes { get; init; } = ValueList<string>.Empty;
}

namespace Exporter.Tests.Alerting;

/// <summary>One entry of a rule file: an alert, or a recording rule.</summary>
internal sealed record Rule
{
    /// <summary>Name of the file in alert-rules/.</summary>
    public required string File { get; init; }

    /// <summary>Of the alert, or of the series that is recorded.</summary>
    public required string Name { get; init; }

    public required string Expression { get; init; }

    public bool IsAlert { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public string Severity => Labels.GetValueOrDefault("severity", "");

    public override string ToString() => $"{File} {Name} {Severity}".TrimEnd();
}

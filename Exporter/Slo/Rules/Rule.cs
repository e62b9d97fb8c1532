namespace Exporter.Slo.Rules;

/// <summary>One rule of a rule file.</summary>
/// <param name="Name">Of the recorded series or of the alert.</param>
/// <param name="IsAlert">Which of the two.</param>
/// <param name="Expression">PromQL; may span lines.</param>
internal sealed record Rule(string Name, bool IsAlert, string Expression)
{
    /// <summary>How long an alert must hold before it fires; null means at once.</summary>
    public string? For { get; init; }

    /// <summary>How long an alert goes on after its condition ended; null means not at all.</summary>
    public string? KeepFiringFor { get; init; }

    /// <summary>Added labels.</summary>
    public IReadOnlyList<(string Name, string Value)> Labels { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Annotations { get; init; } = [];

    public static Rule Record(string name, string expression, params (string Name, string Value)[] labels) => new(name, false, expression) { Labels = labels };
}

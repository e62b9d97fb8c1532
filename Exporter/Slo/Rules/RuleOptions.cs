namespace Exporter.Slo.Rules;

/// <summary>What the place in which the rules will run adds to them.</summary>
internal sealed record RuleOptions
{
    /// <summary>Value of the label <c>job</c> to select; null selects every job.</summary>
    public string? Job { get; init; }

    /// <summary>Where the runbook pages are; a page is this, the name of the alert and <c>.md</c>.</summary>
    public string RunbookBase { get; init; } = "https://github.com/modelhost-exporter/modelhost-exporter/blob/main/alert-rules/runbooks/";
}

namespace Exporter.Web;

/// <summary>How a request for maintenance ended.</summary>
/// <param name="Found">Whether there is such a target.</param>
/// <param name="Text">One sentence for a person.</param>
internal sealed record MaintenanceOutcome(bool Found, string Text);

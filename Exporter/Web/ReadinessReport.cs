namespace Exporter.Web;

/// <summary>Whether the daemon has something to serve.</summary>
/// <param name="IsReady">False until the first snapshot.</param>
/// <param name="Text">One sentence for a person; what is waited for.</param>
internal sealed record ReadinessReport(bool IsReady, string Text);

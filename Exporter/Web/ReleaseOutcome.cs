namespace Exporter.Web;

/// <summary>How releasing the GPUs went.</summary>
/// <param name="Succeeded">Whether nothing of the daemon holds them any more.</param>
/// <param name="Text">For the person who asked: what happened and for how long.</param>
internal sealed record ReleaseOutcome(bool Succeeded, string Text);

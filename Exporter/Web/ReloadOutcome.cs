namespace Exporter.Web;

/// <summary>How a reload ended.</summary>
/// <param name="Errors">One line a mistake; empty means that the new configuration is in force.</param>
internal sealed record ReloadOutcome(IReadOnlyList<string> Errors)
{
    public static readonly ReloadOutcome Success = new([]);

    public bool Succeeded => Errors.Count == 0;
}

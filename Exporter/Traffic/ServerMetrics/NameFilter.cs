using System.IO.Enumeration;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Which families are passed on.</summary>
/// <param name="patterns">Names with <c>*</c> for any characters and <c>?</c> for one.</param>
internal sealed class NameFilter(IReadOnlyList<string> patterns)
{
    private readonly Dictionary<string, bool> known = new(StringComparer.Ordinal);

    /// <remarks>One answer at a time.</remarks>
    public bool Allows(string name)
    {
        // A server has a few hundred names; one that makes them up as it goes must not be remembered for ever.
        if (known.Count > 10_000)
        {
            known.Clear();
        }

        if (!known.TryGetValue(name, out var allowed))
        {
            allowed = patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
            known.Add(name, allowed);
        }

        return allowed;
    }
}

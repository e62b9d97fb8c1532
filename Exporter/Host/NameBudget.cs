namespace Exporter.Host;

/// <summary>
/// Admits the first names up to a capacity, for ever: a published label value takes a slot that is never given back, so what
/// comes and goes under ever new names must not fill the memory of the daemon or of its Prometheus.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class NameBudget(int capacity)
{
    private readonly HashSet<string> admitted = [];

    /// <summary>Whether a name was turned away.</summary>
    public bool IsExceeded { get; private set; }

    public bool Admits(string name)
    {
        if (admitted.Contains(name))
        {
            return true;
        }

        if (admitted.Count < capacity)
        {
            return admitted.Add(name);
        }

        IsExceeded = true;
        return false;
    }
}

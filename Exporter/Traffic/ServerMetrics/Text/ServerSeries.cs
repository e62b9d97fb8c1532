namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>One series of a server: made when it is first seen and the same object as long as the server shows it.</summary>
/// <param name="Name">The sample's own name, such as <c>x_bucket</c> in a family <c>x</c>.</param>
/// <param name="Labels">As the server has them, unescaped; each name once.</param>
internal sealed record ServerSeries(string Name, IReadOnlyList<KeyValuePair<string, string>> Labels)
{
    /// <summary>Null where there is no such label.</summary>
    public string? Label(string name)
    {
        foreach (var (key, value) in Labels)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }
}

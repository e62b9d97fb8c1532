namespace Exporter.Traffic.ServerMetrics.Text;

/// <summary>One family of a server.</summary>
/// <param name="name">As its TYPE line has it; a counter's of OpenMetrics with <c>_total</c>, as its samples.</param>
internal sealed class ServerFamily(string name)
{
    public string Name { get; } = name;

    public ServerFamilyType Type { get; set; }

    /// <summary>Unescaped; empty for none.</summary>
    public string Help { get; set; } = "";

    /// <summary>In the order they came.</summary>
    public List<ServerSample> Samples { get; } = [];
}

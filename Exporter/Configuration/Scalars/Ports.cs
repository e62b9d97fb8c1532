namespace Exporter.Configuration.Scalars;

/// <summary>Ports of TCP.</summary>
internal static class Ports
{
    /// <summary>1 to 65535.</summary>
    public static readonly Func<string, Parsed<int>> Parse = Numbers.WholeBetween(1, 65535);
}

namespace Exporter.Nvml.Devices;

/// <summary>Names of the chip generations.</summary>
internal static class NvmlArchitecture
{
    /// <summary>Lower-case name; null for a generation this exporter does not know.</summary>
    public static string? Name(uint architecture) => architecture switch
    {
        2 => "kepler",
        3 => "maxwell",
        4 => "pascal",
        5 => "volta",
        6 => "turing",
        7 => "ampere",
        8 => "ada",
        9 => "hopper",
        10 => "blackwell",
        _ => null,
    };
}

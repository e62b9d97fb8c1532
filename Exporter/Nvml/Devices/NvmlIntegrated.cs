namespace Exporter.Nvml.Devices;

/// <summary>Tells the GPUs that share the memory of the host. The driver has no call for it, so it goes by their names.</summary>
internal static class NvmlIntegrated
{
    private static readonly string[] words = ["GB10", "Thor", "Orin", "Xavier", "Tegra", "Jetson"];

    /// <param name="model">The driver's name of the card; null is not integrated.</param>
    public static bool Is(string? model) => model is not null && Array.Exists(words, word => Array.Exists(
        model.Split([' ', '-', '(', ')', '/'], StringSplitOptions.RemoveEmptyEntries),
        part => part.Equals(word, StringComparison.OrdinalIgnoreCase)));
}

namespace Exporter.Tests.Architecture;

/// <summary>The rooms of the daemon and which may use which; the same table as in CONTRIBUTING.md. It must stay without cycles.</summary>
internal static class FolderRules
{
    /// <summary>The folder of files that stand directly in Exporter/.</summary>
    public const string Root = "(root)";

    public static readonly IReadOnlyDictionary<string, FolderRule> All = new Dictionary<string, FolderRule>
    {
        [Root] = new(["Commands"], ["System.CommandLine"]),
        ["Commands"] = new(["Hosting", "Configuration", "Scheduling", "Host", "Gpu", "Nvml", "Probes", "Traffic", "Slo", "Exposition", "Web", "Demo"], ["System.CommandLine"]),
        ["Hosting"] = new(["Configuration", "Scheduling", "Host", "Gpu", "Nvml", "Probes", "Traffic", "Slo", "Exposition", "Web", "Demo"], []),
        ["Configuration"] = new([], ["YamlDotNet"]),
        ["Scheduling"] = new([], []),
        ["Host"] = new(["Scheduling"], []),
        ["Gpu"] = new(["Scheduling", "Host"], []),
        ["Nvml"] = new(["Gpu", "Host"], []),
        ["Probes"] = new(["Configuration", "Scheduling", "Host"], ["Google.Protobuf"]),
        ["Traffic"] = new(["Configuration", "Scheduling", "Host"], []),
        ["Slo"] = new(["Configuration"], ["YamlDotNet"]),
        ["Exposition"] = new([], ["OpenTelemetry"]),
        ["Web"] = new(["Configuration", "Exposition"], ["Microsoft.AspNetCore"]),
        ["Demo"] = new(["Gpu", "Configuration", "Scheduling"], ["Microsoft.AspNetCore"]),
    };

    /// <summary>Where pointers may be used: the native interop, and the one file that calls libcrypt.</summary>
    public static bool MayBeUnsafe(string relativePath) =>
        relativePath.StartsWith("Nvml/", StringComparison.Ordinal) || relativePath == UnsafeFileOfWeb;

    public const string UnsafeFileOfWeb = "Web/Authentication/LibCrypt.cs";

    /// <summary>Names that say nothing about what stands in a room.</summary>
    public static readonly string[] ForbiddenNames = ["Helpers", "Utils", "Common", "Manager", "Service", "Core", "Models", "OpenTelemetry"];
}

namespace Exporter.Nvml.Library;

/// <summary>Whether what is loaded, what lies on the disk and what the kernel runs are of one driver version.</summary>
internal static class NvmlUpgrade
{
    private const string Advice = "what is started now may not reach the GPUs until the host is rebooted or the nvidia modules are loaded again.";

    /// <param name="library">The loaded library.</param>
    /// <param name="nvmlVersion">What it says of itself, such as <c>13.580.65.06</c>: version of NVML, then of the driver; null where it says nothing.</param>
    /// <param name="moduleVersion">The kernel module's; null where it is not known.</param>
    /// <returns>In words; null while all is of one version.</returns>
    public static string? Pending(NvmlLibrary library, string? nvmlVersion, string? moduleVersion)
    {
        if (library.WasReplaced)
        {
            return $"the library {library.Path} was replaced since it was loaded, the kernel module is {moduleVersion ?? "of unknown version"}; {Advice}";
        }

        var version = DriverVersion(nvmlVersion);
        return version is not null && moduleVersion is not null && version != moduleVersion
            ? $"the library is of driver {version}, the kernel module of {moduleVersion}; {Advice}"
            : null;
    }

    private static string? DriverVersion(string? nvmlVersion) =>
        nvmlVersion?.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && nvmlVersion.AsSpan(dot + 1).Contains('.') ? nvmlVersion[(dot + 1)..] : null;
}

using System.Globalization;

namespace Exporter.Nvml;

/// <summary>What depends on the driver's branch and cannot be asked for.</summary>
internal static class NvmlBranch
{
    /// <summary>
    /// Field ids of the times that software thermal slowdown, hardware thermal slowdown and power brake held the clocks down. They
    /// were renumbered between branches, and what stood there before means something else; null where the branch has none.
    /// </summary>
    /// <param name="driverVersion">Such as <c>580.65.06</c>.</param>
    public static (uint SwThermal, uint HwThermal, uint HwPowerBrake)? ThrottleFields(string? driverVersion) => Major(driverVersion) switch
    {
        >= 590 => (269, 270, 271),
        >= 575 => (251, 252, 253),
        _ => null,
    };

    private static int? Major(string? driverVersion) =>
        int.TryParse(driverVersion.AsSpan(0, Math.Max(0, driverVersion?.IndexOf('.', StringComparison.Ordinal) ?? 0)), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
}

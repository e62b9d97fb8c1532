using System.Globalization;
using System.Xml.Linq;
using Exporter.Gpu.Readings;
using static Exporter.Commands.Gpus.Parity.ParityRow;
using static Exporter.Commands.Gpus.Smi.SmiText;

namespace Exporter.Commands.Gpus.Parity;

/// <summary>Every reading that nvidia-smi prints as well. Elements are named as from R535 on, with their older names behind.</summary>
internal static class ParityTable
{
    private const double Mebibyte = 1024 * 1024;
    private const double Megahertz = 1e6;
    private const double Percent = 100;
    private const double Microseconds = 1e6;

    private static readonly (GpuThrottleReasons Reason, string Name)[] reasons =
    [
        (GpuThrottleReasons.AppClocks, "applications_clocks_setting"),
        (GpuThrottleReasons.SwPowerCap, "sw_power_cap"),
        (GpuThrottleReasons.HwSlowdown, "hw_slowdown"),
        (GpuThrottleReasons.HwThermal, "hw_thermal_slowdown"),
        (GpuThrottleReasons.HwPowerBrake, "hw_power_brake_slowdown"),
        (GpuThrottleReasons.SyncBoost, "sync_boost"),
        (GpuThrottleReasons.SwThermal, "sw_thermal_slowdown"),
        (GpuThrottleReasons.Display, "display_clocks_setting"),
    ];

    public static IReadOnlyList<ParityRow> Rows { get; } =
    [
        .. Identity(), .. Use(), .. Power(), .. Temperatures(), .. Clocks(), .. Throttling(), .. Links(), .. ParityHealthTable.Rows,
    ];

    private static IEnumerable<ParityRow> Identity() =>
    [
        OfText("model", (who, _) => who.Model, gpu => Text(gpu, "product_name")),
        OfText("serial number", (who, _) => who.SerialNumber, gpu => Text(gpu, "serial")),
        OfText("firmware", (who, _) => who.FirmwareVersion, gpu => Text(gpu, "vbios_version")),
        OfText("PCI address", (who, _) => who.PciBusId, gpu => PciAddress(Text(gpu, "pci/pci_bus_id"))),
        OfText("architecture", (who, _) => who.Architecture, gpu => Text(gpu, "product_architecture")?.Split(' ')[0].ToLowerInvariant()),
        OfText("driver", (who, _) => who.DriverVersion, gpu => gpu.Parent is { } report ? Text(report, "driver_version") : null),
    ];

    private static IEnumerable<ParityRow> Use() =>
    [
        OfFixed("memory", "MiB", r => r.MemoryTotalBytes / Mebibyte, gpu => Number(gpu, "fb_memory_usage/total"), 1),
        OfFixed("memory reserved", "MiB", r => r.MemoryReservedBytes / Mebibyte, gpu => Number(gpu, "fb_memory_usage/reserved"), 1),
        OfMoving("memory used", "MiB", r => r.MemoryUsedBytes / Mebibyte, gpu => Number(gpu, "fb_memory_usage/used"), 1, 64, 0.01),
        Utilization("general", r => r.UtilizationGeneral, "gpu_util"),
        Utilization("memory", r => r.UtilizationMemory, "memory_util"),
        Utilization("encoder", r => r.UtilizationEncoder, "encoder_util"),
        Utilization("decoder", r => r.UtilizationDecoder, "decoder_util"),
        Utilization("jpeg", r => r.UtilizationJpeg, "jpeg_util"),
        Utilization("ofa", r => r.UtilizationOfa, "ofa_util"),
        OfMoving("processes", "", r => r.Processes?.Select(process => process.Pid).Distinct().Count(), gpu => Processes(gpu)?.Select(process => process.Element("pid")?.Value).Distinct().Count(), 0, 0),
        OfMoving("memory of processes", "MiB", r => r.Processes?.Sum(process => process.MemoryBytes) / Mebibyte, gpu => Processes(gpu)?.Sum(process => Number(process, "used_memory")), 1, 64, 0.01),
    ];

    private static IEnumerable<ParityRow> Power() =>
    [
        OfMoving("power", "W", r => r.PowerWatts, gpu => Watts(gpu, "instant_power_draw", "power_draw"), 0.005, 10, 0.1),
        OfMoving("power, averaged", "W", r => r.PowerAverageWatts, gpu => Watts(gpu, "average_power_draw"), 0.005, 10, 0.1),
        OfFixed("power limit in force", "W", r => r.PowerLimitEnforcedWatts, gpu => Watts(gpu, "current_power_limit", "enforced_power_limit"), 0.005),
        OfFixed("power limit by default", "W", r => r.Limits.PowerDefaultWatts, gpu => Watts(gpu, "default_power_limit"), 0.005),
        OfFixed("lowest power limit", "W", r => r.Limits.PowerMinWatts, gpu => Watts(gpu, "min_power_limit"), 0.005),
        OfFixed("highest power limit", "W", r => r.Limits.PowerMaxWatts, gpu => Watts(gpu, "max_power_limit"), 0.005),
    ];

    private static IEnumerable<ParityRow> Temperatures() =>
    [
        OfMoving("temperature", "C", r => r.TemperatureGpuCelsius, gpu => Number(gpu, "temperature/gpu_temp"), 0, 2),
        OfMoving("temperature of memory", "C", r => r.TemperatureMemoryCelsius, gpu => Number(gpu, "temperature/memory_temp"), 0, 2),
        OfMoving("temperature margin", "C", r => r.TemperatureMarginCelsius, gpu => Number(gpu, "temperature/gpu_temp_tlimit"), 0, 2),
        OfFixed("temperature of shutdown", "C", r => r.Limits.TemperatureShutdownCelsius, gpu => Number(gpu, "temperature/gpu_temp_max_threshold")),
        OfFixed("temperature of slowdown", "C", r => r.Limits.TemperatureSlowdownCelsius, gpu => Number(gpu, "temperature/gpu_temp_slow_threshold")),
        OfFixed("highest temperature of operation", "C", r => r.Limits.TemperatureMaxOperatingCelsius, gpu => Number(gpu, "temperature/gpu_temp_max_gpu_threshold")),
        OfMoving("fan", "%", r => r.FanSpeedRatios.Count > 0 ? r.FanSpeedRatios[0] * Percent : null, gpu => Number(gpu, "fan_speed"), 0, 5),
    ];

    private static IEnumerable<ParityRow> Clocks() =>
    [
        Clock("graphics", r => r.ClockGraphicsHertz), Clock("sm", r => r.ClockSmHertz), Clock("mem", r => r.ClockMemoryHertz), Clock("video", r => r.ClockVideoHertz),
        ClockLimit("graphics", r => r.Limits.ClockGraphicsHertz), ClockLimit("sm", r => r.Limits.ClockSmHertz),
        ClockLimit("mem", r => r.Limits.ClockMemoryHertz), ClockLimit("video", r => r.Limits.ClockVideoHertz),
        OfMoving("performance state", "", r => r.PerformanceState, gpu => Number(gpu, "performance_state"), 0, 0),
    ];

    private static IEnumerable<ParityRow> Throttling() =>
    [
        .. reasons.Select(reason => OfMoving(
            $"throttled: {reason.Name}",
            "",
            r => r.ThrottleReasons is { } held ? Convert.ToDouble(held.HasFlag(reason.Reason)) : null,
            gpu => Flag(gpu, $"clocks_event_reasons/clocks_event_reason_{reason.Name}", $"clocks_throttle_reasons/clocks_throttle_reason_{reason.Name}"),
            0,
            0)),
        ThrottledTime("sw_power_cap", t => t.SwPowerCap),
        ThrottledTime("sync_boost", t => t.SyncBoost),
        ThrottledTime("sw_therm_slowdown", t => t.SwThermal),
        ThrottledTime("hw_therm_slowdown", t => t.HwThermal),
        ThrottledTime("hw_power_brake", t => t.HwPowerBrake),
    ];

    private static IEnumerable<ParityRow> Links() =>
    [
        OfMoving("PCIe generation", "", r => r.PcieGeneration, gpu => Number(gpu, "pci/pci_gpu_link_info/pcie_gen/current_link_gen"), 0, 0),
        OfFixed("highest PCIe generation", "", r => r.Limits.PcieGeneration, gpu => Number(gpu, "pci/pci_gpu_link_info/pcie_gen/max_link_gen")),
        OfMoving("PCIe lanes", "", r => r.PcieWidth, gpu => Number(gpu, "pci/pci_gpu_link_info/link_widths/current_link_width"), 0, 0),
        OfFixed("most PCIe lanes", "", r => r.Limits.PcieWidth, gpu => Number(gpu, "pci/pci_gpu_link_info/link_widths/max_link_width")),
        OfMoving("PCIe replays", "", r => r.Health.PcieReplays, gpu => Number(gpu, "pci/replay_counter"), 0, 1),
    ];

    private static ParityRow Utilization(string engine, Func<GpuReading, double?> ours, string element) =>
        OfMoving($"use: {engine}", "%", r => ours(r) * Percent, gpu => Number(gpu, $"utilization/{element}"), 0, 20);

    private static ParityRow Clock(string domain, Func<GpuReading, double?> ours) =>
        OfMoving($"clock: {domain}", "MHz", r => ours(r) / Megahertz, gpu => Number(gpu, $"clocks/{domain}_clock"), 0, 30, 0.1);

    private static ParityRow ClockLimit(string domain, Func<GpuReading, double?> ours) =>
        OfFixed($"highest clock: {domain}", "MHz", r => ours(r) / Megahertz, gpu => Number(gpu, $"max_clocks/{domain}_clock"));

    private static ParityRow ThrottledTime(string name, Func<GpuThrottledTime, double> ours) =>
        OfMoving($"time throttled: {name}", "us", r => r.ThrottledTime is { } time ? ours(time) * Microseconds : null, gpu => Number(gpu, $"clocks_event_reasons_counters/clocks_event_reasons_counters_{name}"), 1, 3 * Microseconds);

    private static double? Watts(XElement gpu, params string[] names) =>
        Number(gpu, [.. names.SelectMany(name => (string[])[$"gpu_power_readings/{name}", $"power_readings/{name}"])]);

    private static IEnumerable<XElement>? Processes(XElement gpu) => gpu.Element("processes")?.Elements("process_info");

    /// <summary>nvidia-smi writes eight digits of domain and capitals.</summary>
    private static string? PciAddress(string? told) => told?.Split(':') is [var domain, var bus, var device]
        && int.TryParse(domain, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
        ? string.Create(CultureInfo.InvariantCulture, $"{number:x4}:{bus}:{device}").ToLowerInvariant()
        : told;
}

namespace Exporter.Tests.Nvml;

/// <summary>
/// Every series that a GPU can have, as dashboards and alert rules know it: a name, and a label's value where there is one series a
/// value. Written by hand; what is taken from here is taken from somebody's dashboard.
/// </summary>
internal static class GpuSeriesContract
{
    private static readonly string[] reasons = ["app_clocks", "sw_power_cap", "hw_slowdown", "sync_boost", "sw_thermal", "hw_thermal", "hw_power_brake", "display"];
    private static readonly string[] engines = ["general", "memory", "encoder", "decoder"];
    private static readonly string[] domains = ["graphics", "sm", "memory", "video"];
    private static readonly string[] causes = ["corrected", "uncorrected"];

    public static IReadOnlyList<(string Name, string Label, string Value)> All { get; } =
    [
        ("hw_gpu_info", "", ""),
        .. Each("hw_status", "hw_state", "ok", "degraded", "failed", "predicted_failure"),
        .. Each("hw_gpu_utilization_ratio", "hw_gpu_task", [.. engines, "jpeg", "ofa"]),
        .. Each("hw_gpu_busy_time_seconds_total", "hw_gpu_task", engines),
        .. Each("hw_gpu_observed_time_seconds_total", "hw_gpu_task", engines),
        .. Plain("hw_gpu_memory_limit_bytes", "hw_gpu_memory_usage_bytes", "hw_gpu_memory_reserved_bytes", "hw_gpu_memory_utilization_ratio", "hw_gpu_memory_unattributed_bytes"),
        .. Plain("hw_power_watts", "hw_gpu_power_average_watts", "hw_energy_joules_total"),
        .. Each("hw_gpu_power_limit_watts", "kind", "enforced", "default", "min", "max"),
        .. Each("hw_temperature_celsius", "sensor", "gpu", "memory"),
        .. Each("hw_temperature_limit_celsius", "limit_type", "slowdown", "shutdown", "max_operating"),
        ("hw_gpu_temperature_margin_celsius", "", ""),
        .. Each("hw_fan_speed_ratio", "fan", "0", "1"),
        .. Each("hw_gpu_clock_hertz", "domain", domains),
        .. Each("hw_gpu_clock_limit_hertz", "domain", domains),
        ("hw_gpu_performance_state", "", ""),
        .. Each("hw_gpu_throttled", "reason", reasons),
        .. Each("hw_gpu_throttled_time_seconds_total", "reason", reasons),
        .. Each("hw_gpu_io_bytes_total", "link", "pcie", "nvlink"),
        .. Each("hw_gpu_io_bytes_total", "network_io_direction", "receive", "transmit"),
        .. Each("hw_gpu_pcie_link_generation", "state", "current", "max"),
        .. Each("hw_gpu_pcie_link_width", "state", "current", "max"),
        ("hw_gpu_pcie_replays_total", "", ""),
        .. Each("hw_gpu_nvlink_links", "state", "active", "inactive"),
        .. Each("hw_gpu_nvlink_errors_total", "error_kind", "replay", "recovery", "crc", "receive"),
        .. Each("hw_errors_total", "error_type", causes),
        .. Each("hw_errors_total", "location", "dram", "sram"),
        .. Each("hw_gpu_ecc_lifetime_errors", "error_type", causes),
        .. Each("hw_gpu_remapped_rows", "cause", causes),
        .. Plain("hw_gpu_remapped_rows_pending", "hw_gpu_remapped_rows_failure", "hw_gpu_retired_pages_pending"),
        .. Each("hw_gpu_retired_pages", "cause", causes),
        .. Each("hw_gpu_recovery_action", "action", "none", "reset", "reboot", "drain_p2p", "drain_and_reset", "recover_imex"),
        .. Each("hw_gpu_xid_errors_total", "severity", "critical", "warning", "application", "unclassified"),
        .. Each("hw_gpu_xid_errors_total", "xid", "48", "79", "95", "119"),
        .. Each("hw_gpu_xid_last_time_seconds", "xid", "79"),
        .. Plain("hw_gpu_sm_active_ratio", "hw_gpu_sm_occupancy_ratio", "hw_gpu_tensor_active_ratio", "hw_gpu_dram_active_ratio"),
        .. Plain("hw_gpu_fp16_active_ratio", "hw_gpu_fp32_active_ratio", "hw_gpu_fp64_active_ratio"),
        .. Each("hw_gpu_process_memory_usage_bytes", "target", "other"),
        .. Each("hw_gpu_process_utilization_ratio", "target", "other"),
        .. Plain("hw_gpu_expected", "hw_gpu_driver_upgrade_pending"),

        // The parts that MIG cut a GPU into.
        .. Each("hw_gpu_memory_limit_bytes", "gpu_instance", "3", "5"),
        .. Each("hw_gpu_memory_usage_bytes", "gpu_instance", "3", "5"),
        .. Each("hw_gpu_memory_reserved_bytes", "gpu_instance", "3", "5"),
        .. Each("hw_gpu_memory_utilization_ratio", "compute_instance", "0"),
        .. Each("hw_gpu_sm_active_ratio", "gpu_instance", "3", "5"),
        .. Each("hw_gpu_dram_active_ratio", "gpu_instance", "5"),
        .. Each("hw_gpu_memory_usage_bytes", "hw_parent", "GPU-fa4e0000-0000-4000-8000-000000000000"),
    ];

    private static IEnumerable<(string, string, string)> Plain(params string[] names) => names.Select(name => (name, "", ""));

    private static IEnumerable<(string, string, string)> Each(string name, string label, params string[] values) => values.Select(value => (name, label, value));
}

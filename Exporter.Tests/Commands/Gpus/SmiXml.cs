using System.Xml.Linq;

namespace Exporter.Tests.Commands.Gpus;

/// <summary>
/// Reports in the shape of <c>nvidia-smi -q -x</c>, about the fake library's card as <see cref="NativeNvml.FakeDrivers.Server"/> has it.
/// What this exporter does not look at is left out.
/// </summary>
internal static class SmiXml
{
    /// <summary>As R580 writes it (schema 13): power in two elements, counters of throttled time, uncorrected SRAM errors in two.</summary>
    public static string R580(params (string Path, string Value)[] changes) => Write(
        "nvsmi_device_v13.dtd",
        "580.65.06",
        """
        <gpu_recovery_action>None</gpu_recovery_action>
        """,
        """
        <clocks_event_reasons_counters>
          <clocks_event_reasons_counters_sw_power_cap>5000000 us</clocks_event_reasons_counters_sw_power_cap>
          <clocks_event_reasons_counters_sync_boost>0 us</clocks_event_reasons_counters_sync_boost>
        </clocks_event_reasons_counters>
        """,
        """
        <power_state>P0</power_state>
        <average_power_draw>305.25 W</average_power_draw>
        <instant_power_draw>311.75 W</instant_power_draw>
        """,
        """
        <sram_uncorrectable_parity>0</sram_uncorrectable_parity>
        <sram_uncorrectable_secded>0</sram_uncorrectable_secded>
        """,
        """
        <gpu_temp_tlimit>N/A</gpu_temp_tlimit>
        <gpu_temp_max_threshold>95 C</gpu_temp_max_threshold>
        <gpu_temp_slow_threshold>92 C</gpu_temp_slow_threshold>
        <gpu_temp_max_gpu_threshold>87 C</gpu_temp_max_gpu_threshold>
        """,
        changes);

    /// <summary>As R535 writes it (schema 12): one power, no counters.</summary>
    public static string R535(params (string Path, string Value)[] changes) => Write(
        "nvsmi_device_v12.dtd",
        "535.54.03",
        "",
        "",
        """
        <power_state>P0</power_state>
        <power_draw>311.75 W</power_draw>
        """,
        "<sram_uncorrectable>0</sram_uncorrectable>",
        """
        <gpu_temp_tlimit>N/A</gpu_temp_tlimit>
        <gpu_temp_max_threshold>95 C</gpu_temp_max_threshold>
        <gpu_temp_slow_threshold>92 C</gpu_temp_slow_threshold>
        <gpu_temp_max_gpu_threshold>87 C</gpu_temp_max_gpu_threshold>
        """,
        changes);

    private static string Write(string dtd, string driver, string recovery, string counters, string power, string sram, string limits, (string Path, string Value)[] changes)
    {
        var report = XElement.Parse($"""
            <nvidia_smi_log>
              <timestamp>Fri Nov 20 12:00:00 2026</timestamp>
              <driver_version>{driver}</driver_version>
              <cuda_version>13.0</cuda_version>
              <attached_gpus>1</attached_gpus>
              <gpu id="00000000:3B:00.0">
                <product_name>Fake-80GB</product_name>
                <product_architecture>Hopper</product_architecture>
                <mig_mode><current_mig>Disabled</current_mig><pending_mig>Disabled</pending_mig></mig_mode>
                <mig_devices>None</mig_devices>
                <serial>1650000000001</serial>
                <uuid>GPU-fa4e0000-0000-4000-8000-000000000000</uuid>
                <vbios_version>96.00.99.00.01</vbios_version>
                {recovery}
                <pci>
                  <pci_bus_id>00000000:3B:00.0</pci_bus_id>
                  <pci_gpu_link_info>
                    <pcie_gen><max_link_gen>5</max_link_gen><current_link_gen>5</current_link_gen></pcie_gen>
                    <link_widths><max_link_width>16x</max_link_width><current_link_width>16x</current_link_width></link_widths>
                  </pci_gpu_link_info>
                  <replay_counter>5</replay_counter>
                </pci>
                <fan_speed>N/A</fan_speed>
                <performance_state>P0</performance_state>
                <clocks_event_reasons>
                  <clocks_event_reason_gpu_idle>Not Active</clocks_event_reason_gpu_idle>
                  <clocks_event_reason_applications_clocks_setting>Not Active</clocks_event_reason_applications_clocks_setting>
                  <clocks_event_reason_sw_power_cap>Not Active</clocks_event_reason_sw_power_cap>
                  <clocks_event_reason_hw_slowdown>Not Active</clocks_event_reason_hw_slowdown>
                  <clocks_event_reason_hw_thermal_slowdown>Not Active</clocks_event_reason_hw_thermal_slowdown>
                  <clocks_event_reason_hw_power_brake_slowdown>Not Active</clocks_event_reason_hw_power_brake_slowdown>
                  <clocks_event_reason_sync_boost>Not Active</clocks_event_reason_sync_boost>
                  <clocks_event_reason_sw_thermal_slowdown>Not Active</clocks_event_reason_sw_thermal_slowdown>
                  <clocks_event_reason_display_clocks_setting>Not Active</clocks_event_reason_display_clocks_setting>
                </clocks_event_reasons>
                {counters}
                <fb_memory_usage><total>81559 MiB</total><reserved>614 MiB</reserved><used>40960 MiB</used><free>39984 MiB</free></fb_memory_usage>
                <utilization>
                  <gpu_util>57 %</gpu_util><memory_util>23 %</memory_util><encoder_util>0 %</encoder_util>
                  <decoder_util>0 %</decoder_util><jpeg_util>0 %</jpeg_util><ofa_util>0 %</ofa_util>
                </utilization>
                <ecc_errors>
                  <volatile>
                    <sram_correctable>1</sram_correctable>
                    {sram}
                    <dram_correctable>3</dram_correctable>
                    <dram_uncorrectable>0</dram_uncorrectable>
                  </volatile>
                  <aggregate><sram_correctable>10</sram_correctable><dram_correctable>30</dram_correctable></aggregate>
                </ecc_errors>
                <retired_pages>
                  <multiple_single_bit_retirement><retired_count>N/A</retired_count></multiple_single_bit_retirement>
                  <double_bit_retirement><retired_count>N/A</retired_count></double_bit_retirement>
                  <pending_retirement>N/A</pending_retirement>
                </retired_pages>
                <remapped_rows>
                  <remapped_row_corr>1</remapped_row_corr><remapped_row_unc>2</remapped_row_unc>
                  <remapped_row_pending>No</remapped_row_pending><remapped_row_failure>No</remapped_row_failure>
                </remapped_rows>
                <temperature>
                  <gpu_temp>46 C</gpu_temp>
                  {limits}
                  <memory_temp>52 C</memory_temp>
                </temperature>
                <gpu_power_readings>
                  {power}
                  <current_power_limit>700.00 W</current_power_limit>
                  <default_power_limit>700.00 W</default_power_limit>
                  <min_power_limit>200.00 W</min_power_limit>
                  <max_power_limit>700.00 W</max_power_limit>
                </gpu_power_readings>
                <clocks><graphics_clock>1755 MHz</graphics_clock><sm_clock>1756 MHz</sm_clock><mem_clock>2619 MHz</mem_clock><video_clock>1545 MHz</video_clock></clocks>
                <max_clocks><graphics_clock>1980 MHz</graphics_clock><sm_clock>1981 MHz</sm_clock><mem_clock>2620 MHz</mem_clock><video_clock>1546 MHz</video_clock></max_clocks>
                <processes>
                  <process_info><pid>101</pid><type>C</type><process_name>python3</process_name><used_memory>0 MiB</used_memory></process_info>
                </processes>
              </gpu>
            </nvidia_smi_log>
            """);
        foreach (var (path, value) in changes)
        {
            path.Split('/').Aggregate(report.Element("gpu")!, (element, name) => element.Element(name) ?? throw new ArgumentException($"There is no {path}.")).Value = value;
        }

        return $"""
            <?xml version="1.0" ?>
            <!DOCTYPE nvidia_smi_log SYSTEM "{dtd}">
            {report}
            """;
    }
}

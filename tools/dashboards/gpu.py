"""GPUs by the USE method: utilisation, saturation, errors; then energy, processes and links."""

from common import HARDWARE_STATE, HARDWARE_STATES, THROTTLE_REASONS, THROTTLE_STATE
from kit import BAD, GOOD, NOTICE, WARNING, Row, bars, column, dashboard, dashed, query, series, stat, steps, table, timeline

NAME = "{{instance}} GPU {{gpu}}"
WHOLE = 'hw_parent=""'


def top():
    return [
        stat("GPUs", "Cards that are well now. Metric: hw_status.",
             "as many as were installed.", "fewer: see State below and `dmesg | grep -i xid`.",
             query("sum(hw_status{@gpu,hw_state=\"ok\"})", form="instant")),
        stat("Missing or failed", "Cards that should be there less those that are ok. Metrics: hw_gpu_expected, hw_status.",
             "0.", "drain the host; the panel Recovery action says what the driver wants done.",
             query('sum(hw_gpu_expected{@}) - sum(hw_status{@,hw_state="ok"})', form="instant"), thresholds=steps(GOOD, 1, BAD)),
        stat("Busy now", "Mean share of the time in which a kernel ran. Metric: hw_gpu_busy_time_seconds_total.",
             "high is what the card was bought for.", "low while requests wait: the bottleneck is elsewhere.",
             query('avg(rate(hw_gpu_busy_time_seconds_total{@gpu,hw_gpu_task="general"}[$__rate_interval]))', form="instant"), unit="percentunit", decimals=0, least=0, most=1),
        stat("Memory in use", "Share of all device memory of the chosen cards. Metrics: hw_gpu_memory_usage_bytes, hw_gpu_memory_limit_bytes.",
             "constant. Full is normal for servers that reserve a KV cache.", "near 100 % and growing: the next allocation fails with out of memory.",
             query(f"sum(hw_gpu_memory_usage_bytes{{@gpu,{WHOLE}}}) / sum(hw_gpu_memory_limit_bytes{{@gpu,{WHOLE}}})", form="instant"),
             unit="percentunit", decimals=0, least=0, most=1, thresholds=steps(GOOD, 0.95, NOTICE)),
        stat("Power now", "Power of the chosen cards together. Metric: hw_power_watts.",
             "follows the load.", "at the limit for long: see Throttled time.",
             query("sum(hw_power_watts{@gpu})", form="instant"), unit="watt", decimals=0),
        stat("Thermal margin now", "How much hotter the hottest card may become before it slows down. Metric: hw_gpu_temperature_margin_celsius.",
             "above 10 °C.", "airflow, fans, dust, the neighbours.",
             query("min(hw_gpu_temperature_margin_celsius{@gpu})", form="instant"), unit="celsius", thresholds=steps(BAD, 5, WARNING, 10, GOOD)),
        stat("Critical Xids", "Errors that the driver reported with a critical code in a day. Metric: hw_gpu_xid_errors_total.",
             "0.", "the table Xid errors names the code; drain the host before resetting the card.",
             query('sum(increase(hw_gpu_xid_errors_total{@gpu,severity="critical"}[24h]))', form="instant"), decimals=0, thresholds=steps(GOOD, 0.5, BAD)),
        stat("Energy", "Energy in the time range, chosen cards together. Metric: hw_energy_joules_total.",
             "what the work is worth.", "the share burnt while idle is on the model probes dashboard and below.",
             query("sum(increase(hw_energy_joules_total{@gpu}[$__range]))", form="instant"), unit="joule", decimals=1),
    ]


def utilisation():
    return [
        Row("Utilisation"),
        series("Busy",
               "Share of the time in which a kernel ran: the driver's samples integrated, so nothing between two scrapes is missed. Metric: hw_gpu_busy_time_seconds_total.",
               "follows the requests.", "idle while requests wait: CPU, queue or network; busy without requests: another process (see below).",
               query('sum by (instance, gpu) (rate(hw_gpu_busy_time_seconds_total{@gpu,hw_gpu_task="general"}[$__rate_interval]))', NAME), unit="percentunit", most=1),
        series("Memory",
               "Device memory in use, and what the card has (dashed). Metrics: hw_gpu_memory_usage_bytes, hw_gpu_memory_limit_bytes.",
               "flat after the model is loaded.", "a slope is a leak; a fall to near zero means that the server lost its model.",
               query(f"max by (instance, gpu) (hw_gpu_memory_usage_bytes{{@gpu,{WHOLE}}})", NAME),
               query(f"max by (instance, gpu) (hw_gpu_memory_limit_bytes{{@gpu,{WHOLE}}})", NAME + " limit"), unit="bytes", overrides=[dashed("/limit$/")]),
        series("Power",
               "Power now, and the limit in force (dashed). Metrics: hw_power_watts, hw_gpu_power_limit_watts.",
               "below the limit.", "clamped to the limit: clocks are held down (sw_power_cap), which is normal under full load; a limit lower than the default was set by somebody.",
               query("max by (instance, gpu) (hw_power_watts{@gpu})", NAME),
               query('max by (instance, gpu) (hw_gpu_power_limit_watts{@gpu,kind="enforced"})', NAME + " limit"), unit="watt", overrides=[dashed("/limit$/")]),
        series("What the busy card does",
               "Of the cycles: multiprocessors with work, tensor pipes, memory bandwidth. Cards since Hopper tell. Metrics: hw_gpu_sm_active_ratio, hw_gpu_tensor_active_ratio, hw_gpu_dram_active_ratio.",
               "for decoding: memory bandwidth high, tensor low; for prefill and rerankers: tensor high.", "busy but all of these low: small batches, kernel launch overhead.",
               query("avg by (instance, gpu) (hw_gpu_sm_active_ratio{@gpu})", NAME + " SM"), query("avg by (instance, gpu) (hw_gpu_tensor_active_ratio{@gpu})", NAME + " tensor"),
               query("avg by (instance, gpu) (hw_gpu_dram_active_ratio{@gpu})", NAME + " memory bandwidth"), unit="percentunit", most=1),
        series("Other engines and pipes",
               "Media engines, and the arithmetic pipes. Metrics: hw_gpu_utilization_ratio, hw_gpu_fp16_active_ratio, hw_gpu_fp32_active_ratio, hw_gpu_fp64_active_ratio, hw_gpu_sm_occupancy_ratio.",
               "zero for language models; decoders work for video and image models.", "fp32 or fp64 where fp16 was meant: the wrong precision was loaded.",
               query('max by (hw_gpu_task) (hw_gpu_utilization_ratio{@gpu,hw_gpu_task!~"general|memory"})', "{{hw_gpu_task}}"),
               query("max(hw_gpu_fp16_active_ratio{@gpu})", "fp16"), query("max(hw_gpu_fp32_active_ratio{@gpu})", "fp32"), query("max(hw_gpu_fp64_active_ratio{@gpu})", "fp64"),
               query("max(hw_gpu_sm_occupancy_ratio{@gpu})", "occupancy"), unit="percentunit", most=1),
        series("Clocks",
               "Clock of the multiprocessors, and their highest (dashed). Metrics: hw_gpu_clock_hertz, hw_gpu_clock_limit_hertz.",
               "near the limit under load.", "far below under load: throttled; see the next row.",
               query('max by (instance, gpu) (hw_gpu_clock_hertz{@gpu,domain="sm"})', NAME), query('max by (instance, gpu) (hw_gpu_clock_limit_hertz{@gpu,domain="sm"})', NAME + " limit"),
               unit="hertz", overrides=[dashed("/limit$/")]),
    ]


def saturation():
    return [
        Row("Saturation"),
        timeline("Clocks held down, worst reason",
                 "Why the clocks are held down; the worst reason where there are several. Being idle is no reason. Metric: hw_gpu_throttled.",
                 "not throttled; sw_power_cap under full load is normal.", "sw_thermal and hw_thermal: cooling; hw_power_brake: power supply or rack; hw_slowdown: both are possible.",
                 query(THROTTLE_STATE, NAME), values=THROTTLE_REASONS, width=12, height=7),
        series("Throttled time by reason",
               "Share of the time in which clocks were held down. Metric: hw_gpu_throttled_time_seconds_total.",
               "0 but for sw_power_cap.", "thermal reasons cost latency now and lifetime later.",
               query("max by (reason) (rate(hw_gpu_throttled_time_seconds_total{@gpu}[$__rate_interval]))", "{{reason}}"), unit="percentunit", most=1, width=12, height=7),
        series("Temperature",
               "Of the chip and its memory, and where the chip slows down (dashed). Metrics: hw_temperature_celsius, hw_temperature_limit_celsius.",
               "10 °C below the limit.", "compare cards of one host: one hotter than its neighbours has a cooling problem of its own.",
               query("max by (instance, gpu, sensor) (hw_temperature_celsius{@gpu})", NAME + " {{sensor}}"),
               query('max by (limit_type) (hw_temperature_limit_celsius{@gpu,limit_type="slowdown"})', "slowdown limit"), unit="celsius", least=None, overrides=[dashed("/limit$/")]),
        series("Thermal margin",
               "How much hotter the card may become before it slows down. Metric: hw_gpu_temperature_margin_celsius.",
               "above 10 °C.", "below 5 °C expect throttling at the next peak.",
               query("min by (instance, gpu) (hw_gpu_temperature_margin_celsius{@gpu})", NAME), unit="celsius", least=None, thresholds=steps(BAD, 5, WARNING, 10, GOOD)),
        series("Fans and performance state",
               "Intended fan speed and performance state, 0 being the fastest. Passive cards have no fan. Metrics: hw_fan_speed_ratio, hw_gpu_performance_state.",
               "state 0 under load.", "fans at full speed with a low load: dust or a hot aisle.",
               query("max by (instance, gpu) (hw_fan_speed_ratio{@gpu})", NAME + " fan"), query("max by (instance, gpu) (hw_gpu_performance_state{@gpu})", NAME + " P-state"),
               unit="short", overrides=[{"matcher": {"id": "byRegexp", "options": "/fan$/"}, "properties": [{"id": "unit", "value": "percentunit"}]}]),
    ]


def errors():
    keys = [("instance", "Host", None), ("gpu", "GPU", 60), ("severity", "Severity", 90), ("xid", "Xid", 60)]
    return [
        Row("Errors"),
        timeline("State",
                 "What the driver says of the card; a lost one stays here as failed. Metric: hw_status.",
                 "ok.", "degraded: see the rows and links below; failed: the card does not answer; drain the host.",
                 query(HARDWARE_STATE, NAME), values=HARDWARE_STATES, width=8, height=7),
        bars("Recovery action",
             "What the driver wants done, where it wants something; all bars at 0 is the healthy picture. Metric: hw_gpu_recovery_action.",
             "0 everywhere.", "drain the host and do what it says: reset, reboot, drain_p2p.",
             query('sum by (action) (hw_gpu_recovery_action{@gpu,action!="none"})', "{{action}}", "instant"), unit="none", width=8, height=7, thresholds=steps(GOOD, 1, BAD), most=1),
        table("Xid errors of the time range",
              "Errors that the driver reported, by code; the critical codes are listed from the start with 0. Metric: hw_gpu_xid_errors_total.",
              "0 everywhere.", "critical codes need a reset, a reboot or a technician (the runbook has a table); warnings a restart of the server.",
              [("Errors", "sum by (instance, gpu, severity, xid) (increase(hw_gpu_xid_errors_total{@gpu}[$__range]))", column(thresholds=steps("text", 0.5, BAD), decimals=0, width=75))],
              width=8, height=7, keys=keys, sort=("Errors", True)),
        series("Memory errors (ECC), 1 d",
               "Errors found within a day, corrected and uncorrected. Metric: hw_errors_total.",
               "0 uncorrected; single corrected ones are normal.", "uncorrected: a process got wrong data and died; drain, reset, and see the remapped rows.",
               query("sum by (instance, gpu, error_type) (increase(hw_errors_total{@gpu}[1d]))", NAME + " {{error_type}}"), unit="short"),
        series("Remapped rows and retired pages",
               "Rows replaced, or pages given up on older cards, over the card's life; pending ones wait for a reset. Metrics: hw_gpu_remapped_rows, hw_gpu_remapped_rows_pending, hw_gpu_remapped_rows_failure, hw_gpu_retired_pages.",
               "no failure, nothing pending.", "pending: reset at the next opportunity; failure: exchange the card.",
               query("sum by (instance, gpu) (hw_gpu_remapped_rows{@gpu}) or sum by (instance, gpu) (hw_gpu_retired_pages{@gpu})", NAME), query("max by (instance, gpu) (hw_gpu_remapped_rows_pending{@gpu})", NAME + " pending"),
               query("max by (instance, gpu) (hw_gpu_remapped_rows_failure{@gpu})", NAME + " failure"), unit="short"),
        series("Links: replays and errors",
               "Packets sent again over PCIe and NVLink errors, an hour. Metrics: hw_gpu_pcie_replays_total, hw_gpu_nvlink_errors_total.",
               "0, or a few replays.", "many replays: riser, cable or slot; NVLink errors: workflow of the fabric, then the card.",
               query("sum by (instance, gpu) (increase(hw_gpu_pcie_replays_total{@gpu}[1h]))", NAME + " PCIe replays"),
               query("sum by (instance, gpu) (increase(hw_gpu_nvlink_errors_total{@gpu}[1h]))", NAME + " NVLink"), unit="short"),
    ]


def energy_and_processes():
    return [
        Row("Energy, processes and links"),
        series("Energy by target",
               "Power that each target's share of the cards draws; shared cards are split by the driver's estimate. Metric: target_gpu_energy_joules_total.",
               "follows its work.", "a target that draws power without requests burns it in polling.",
               query("sum by (target) (rate(target_gpu_energy_joules_total{@}[$__rate_interval]))", "{{target}}"), unit="watt", width=6, stack=True),
        series("Idle with a model loaded",
               "Power drawn while the card worked for nobody but held a model. Metric: target_gpu_idle_energy_joules_total.",
               "small.", "unload, consolidate on fewer cards, or let the model sleep.",
               query("sum by (target) (rate(target_gpu_idle_energy_joules_total{@}[$__rate_interval]))", "{{target}}"), unit="watt", width=6, stack=True),
        series("Time idle with a model loaded",
               "Share of the time in which a card held a target's model and worked for nobody. Metric: target_gpu_idle_with_memory_time_seconds_total.",
               "what the time of day lets expect.", "near 1 over a day: this model does not need a card of its own.",
               query("sum by (target) (rate(target_gpu_idle_with_memory_time_seconds_total{@}[$__rate_interval]))", "{{target}}"), unit="percentunit", width=6),
        series("Memory by target",
               "Device memory by the target that its processes belong to, and what no listed process holds. Metrics: hw_gpu_process_memory_usage_bytes, hw_gpu_memory_unattributed_bytes.",
               "your targets; other is small.", "unattributed: a leaked context or another container; other: who started it?",
               query("sum by (target, process) (hw_gpu_process_memory_usage_bytes{@gpu})", "{{target}} {{process}}"),
               query("sum(hw_gpu_memory_unattributed_bytes{@gpu})", "unattributed"), unit="bytes", width=6, stack=True),
        series("Multiprocessors by target",
               "Share of the multiprocessors by target, the driver's estimate. Metric: hw_gpu_process_utilization_ratio.",
               "the target that has the requests.", "two targets on one card slow each other down.",
               query("sum by (instance, gpu, target) (hw_gpu_process_utilization_ratio{@gpu})", NAME + " {{target}}"), unit="percentunit"),
        series("PCIe and NVLink traffic",
               "Bytes a second through the links. Metric: hw_gpu_io_bytes_total.",
               "NVLink high with tensor parallelism, PCIe low after loading.", "steady PCIe traffic under load: offloading to host memory, which is slow.",
               query("sum by (link, network_io_direction) (rate(hw_gpu_io_bytes_total{@gpu}[$__rate_interval]))", "{{link}} {{network_io_direction}}"), unit="Bps"),
        series("PCIe and NVLink links",
               "PCIe generation and lanes now against the best possible, and NVLinks that are down. A card saves power by an old generation while idle. "
               "Metrics: hw_gpu_pcie_link_generation, hw_gpu_pcie_link_width, hw_gpu_nvlink_links.",
               "lanes 1, generation 1 under load, no link down.", "fewer lanes under load: reseat the card; a link down: the fabric manager's log.",
               query('sum by (instance, gpu) (hw_gpu_pcie_link_width{@gpu,state="current"}) / sum by (instance, gpu) (hw_gpu_pcie_link_width{@gpu,state="max"})', NAME + " lanes"),
               query('sum by (instance, gpu) (hw_gpu_pcie_link_generation{@gpu,state="current"}) / sum by (instance, gpu) (hw_gpu_pcie_link_generation{@gpu,state="max"})', NAME + " generation"),
               query('sum by (instance, gpu) (hw_gpu_nvlink_links{@gpu,state="inactive"})', NAME + " NVLinks down"), unit="short"),
        table("Cards",
              "What is built in, with driver and firmware. Metric: hw_gpu_info.",
              "one driver version on all hosts.", "mixed versions after an upgrade: reboot; hw_gpu_driver_upgrade_pending says where one waits.",
              [("There", "hw_gpu_info{@gpu}", column(width=70))], width=24, height=6,
              keys=[("instance", "Host", 150), ("gpu", "GPU", 60), ("hw_model", "Model", None), ("architecture", "Architecture", 110), ("hw_driver_version", "Driver", 110),
                    ("hw_firmware_version", "Firmware", 130), ("pci_bus_id", "PCI address", 130), ("hw_serial_number", "Serial number", 150), ("hw_id", "Id", 360)]),
    ]


def make():
    return dashboard(
        "modelhost-gpu", "Model host / GPU",
        "Every card by utilisation, saturation and errors, and who uses it.",
        ["job", "instance", "gpu"],
        [*top(), *utilisation(), *saturation(), *errors(), *energy_and_processes()])

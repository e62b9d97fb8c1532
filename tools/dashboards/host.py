"""The host by the USE method, the model servers' processes, and the exporter's own health."""

from kit import BAD, GOOD, NEUTRAL, NOTICE, WARNING, Row, bars, column, coloured, dashboard, dashed, heatmap, query, series, stat, steps, table

CPU_MODES = {"user": NEUTRAL, "system": WARNING, "iowait": BAD, "nice": GOOD, "steal": "purple", "interrupt": NOTICE}


def top():
    return [
        stat("CPU busy", "Share of CPU time that was neither idle nor waiting for a disk, fullest host. Metric: system_cpu_utilization_ratio.",
             "below 85 %.", "tokenisers and image decoders starve; see CPU pressure and the processes below.",
             query("max(system_cpu_utilization_ratio{@})", form="instant"), unit="percentunit", decimals=0, thresholds=steps(GOOD, 0.85, NOTICE, 0.95, WARNING)),
        stat("CPU pressure", "Share of the time in which some task waited for a CPU, worst host. Metric: system_linux_pressure_time_seconds_total.",
             "below 10 %.", "too few CPUs for what runs; pin or move the neighbours.",
             query('max(rate(system_linux_pressure_time_seconds_total{@,resource="cpu",kind="some"}[$__rate_interval]))', form="instant"), unit="percentunit", decimals=0,
             thresholds=steps(GOOD, 0.1, NOTICE, 0.3, WARNING)),
        stat("Memory available", "What programs can take without swapping, tightest host. Metrics: system_memory_linux_available_bytes, system_memory_limit_bytes.",
             "above 15 %.", "below 4 % the kernel soon kills a process.",
             query("min(system_memory_linux_available_bytes{@} / system_memory_limit_bytes{@})", form="instant"), unit="percentunit", decimals=0, thresholds=steps(BAD, 0.04, WARNING, 0.15, GOOD)),
        stat("OOM kills", "Processes that the kernel killed for want of memory in the time range. Metric: system_linux_oom_kills_total.",
             "0.", "`dmesg | grep -i oom` names the victim; the model server may have lost a worker.",
             query("sum(increase(system_linux_oom_kills_total{@}[$__range]))", form="instant"), decimals=0, thresholds=steps(GOOD, 0.5, BAD)),
        stat("Fullest file system", "Share used of the fullest mounted file system. Metrics: system_filesystem_usage_bytes, system_filesystem_limit_bytes.",
             "below 85 %.", "model caches and logs are the usual suspects.",
             query("max(system_filesystem_usage_bytes{@} / system_filesystem_limit_bytes{@})", form="instant"), unit="percentunit", decimals=0, thresholds=steps(GOOD, 0.85, WARNING, 0.95, BAD)),
        stat("Collectors down", "Collections of the exporter whose last run failed. Metric: modelhost_exporter_collector_up.",
             "0.", "the panel Why a collector fails names the reason, the daemon's log the rest.",
             query("sum(1 - modelhost_exporter_collector_up{@})", form="instant"), thresholds=steps(GOOD, 1, BAD)),
        stat("Configuration", "Whether the last attempt to load the configuration succeeded everywhere. Metric: modelhost_exporter_config_last_reload_successful.",
             "1, shown as loaded.", "the old configuration is in force; `modelhost-exporter check-config` says what is wrong.",
             query("min(modelhost_exporter_config_last_reload_successful{@})", form="instant"),
             mappings=[{"type": "value", "options": {"0": {"color": BAD, "index": 0, "text": "refused"}, "1": {"color": GOOD, "index": 1, "text": "loaded"}}}], thresholds=steps(BAD, 1, GOOD)),
        stat("Series dropped", "Series that were left out of the exposition in the time range. Metric: modelhost_exporter_series_dropped_total.",
             "0.", "the log names the family: two of one name, or more series than a limit allows.",
             query("sum(increase(modelhost_exporter_series_dropped_total{@}[$__range]))", form="instant"), decimals=0, thresholds=steps(GOOD, 0.5, WARNING)),
    ]


def cpu_and_memory():
    return [
        Row("CPU and memory"),
        series("CPU by mode",
               "Share of all CPUs' time, without idle; mean over the chosen hosts. Metric: system_cpu_time_seconds_total.",
               "user leads.", "iowait: the disk; steal: the hypervisor; interrupt: the network card.",
               query(f'sum by (cpu_mode) (rate(system_cpu_time_seconds_total{{@,cpu_mode!="idle"}}[$__rate_interval])) / scalar(sum(system_cpu_logical_processors{{@}}))', "{{cpu_mode}}"),
               unit="percentunit", stack=True, overrides=coloured(**CPU_MODES)),
        series("Load per CPU",
               "Tasks that run or wait, by CPU. Metrics: system_cpu_load, system_cpu_logical_processors.",
               "below 1.", "above 2 for a quarter of an hour: saturated.",
               query("system_cpu_load{@} / on (job, instance) group_left system_cpu_logical_processors{@}", "{{instance}} {{window}}"), unit="short", thresholds=steps(GOOD, 2, WARNING)),
        series("Pressure",
               "Share of the time in which some (or all) tasks waited for CPU, memory or disk. Metric: system_linux_pressure_time_seconds_total.",
               "all near 0.", "memory: it thrashes; io: a disk holds up loading or logging; cpu: too little of it.",
               query("max by (resource, kind) (rate(system_linux_pressure_time_seconds_total{@}[$__rate_interval]))", "{{resource}} {{kind}}"), unit="percentunit"),
        series("Memory by state",
               "Used, cached, buffers and free, which add up to the memory. Metric: system_memory_usage_bytes.",
               "used is flat; cached holds the model's files.", "used climbs: see the processes; no cache left: models load slowly.",
               query("sum by (system_memory_state) (system_memory_usage_bytes{@})", "{{system_memory_state}}"), unit="bytes", stack=True),
        series("Memory not available",
               "Share of the memory that programs cannot get. Metric: system_memory_utilization_ratio.",
               "below 85 %.", "find what grew below.",
               query("system_memory_utilization_ratio{@}", "{{instance}}"), unit="percentunit", most=1, thresholds=steps(GOOD, 0.85, WARNING)),
        series("Swapping and OOM kills",
               "Pages a second read from and written to swap, and processes killed an hour. Metrics: system_paging_operations_total, system_linux_oom_kills_total.",
               "0.", "swapping makes every answer slow: free memory or turn swap off.",
               query("sum by (system_paging_direction) (rate(system_paging_operations_total{@}[$__rate_interval]))", "pages {{system_paging_direction}}"),
               query("sum(increase(system_linux_oom_kills_total{@}[1h]))", "OOM kills, 1 h"), unit="short"),
    ]


def devices():
    return [
        Row("Disks and network"),
        series("Disk throughput", "Bytes a second read and written, by device. Metric: system_disk_io_bytes_total.",
               "bursts while a model loads.", "steady reading: memory too small for the page cache; see io pressure.",
               query("sum by (system_device, disk_io_direction) (rate(system_disk_io_bytes_total{@}[$__rate_interval]))", "{{system_device}} {{disk_io_direction}}"), unit="Bps"),
        bars("File systems", "Share used, by mount point. Metrics: system_filesystem_usage_bytes, system_filesystem_limit_bytes.",
             "below 85 %.", "clear model caches and old logs before 95 %.",
             query("max by (mountpoint) (system_filesystem_usage_bytes{@} / system_filesystem_limit_bytes{@})", "{{mountpoint}}", "instant"), unit="percentunit", most=1,
             thresholds=steps(GOOD, 0.85, WARNING, 0.95, BAD)),
        series("Network throughput", "Bytes a second, by interface and direction. Metric: system_network_io_bytes_total.",
               "follows the requests.", "far above them: a model is being downloaded, or a backup runs.",
               query("sum by (network_interface_name, network_io_direction) (rate(system_network_io_bytes_total{@}[$__rate_interval]))", "{{network_interface_name}} {{network_io_direction}}"), unit="Bps"),
    ]


def processes():
    return [
        Row("The model servers' processes"),
        series("CPU by target", "CPUs that a target's processes use. Metric: target_process_cpu_time_seconds_total.",
               "follows the requests.", "exactly 1.0 for long: one thread is the bottleneck (tokeniser, event loop, Flask).",
               query("sum by (instance, target) (rate(target_process_cpu_time_seconds_total{@}[$__rate_interval]))", "{{instance}} {{target}}"), unit="short", width=6),
        series("Memory by target", "Memory in RAM of a target's processes; shared pages count for each. Metric: target_process_memory_usage_bytes.",
               "flat.", "a slope is a leak; plan a restart before the OOM killer does.",
               query("sum by (instance, target) (target_process_memory_usage_bytes{@})", "{{instance}} {{target}}"), unit="bytes", width=6),
        series("Files and threads by target", "Open files and threads. Metrics: target_process_open_fds, target_process_threads.",
               "flat.", "open files that climb are leaked connections.",
               query("sum by (instance, target) (target_process_open_fds{@})", "{{instance}} {{target}} files"), query("sum by (instance, target) (target_process_threads{@})", "{{instance}} {{target}} threads"), unit="short", width=6),
        series("Processes and age", "Processes of the target, and hours since the oldest was started. Metrics: target_processes, target_process_start_time_seconds.",
               "constant number, growing age.", "0 processes: not running here or not visible; the age falls at every restart.",
               query("target_processes{@}", "{{instance}} {{target}} processes"), query("(time() - target_process_start_time_seconds{@}) / 3600", "{{instance}} {{target}} hours"), unit="short", width=6),
    ]


def exporter():
    keys = [("instance", "Host", None), ("collector", "Collector", 100), ("gpu", "GPU", 60)]
    return [
        Row("The exporter"),
        series("Collection age", "Seconds since each collector last succeeded. Metric: modelhost_exporter_collector_last_success_time_seconds.",
               "a saw-tooth of one interval.", "it climbs: the collection hangs or fails; its values are absent meanwhile, never old.",
               query("time() - modelhost_exporter_collector_last_success_time_seconds{@}", "{{instance}} {{collector}} {{gpu}}"), unit="s"),
        series("Collection duration", "Duration of the last collection. Metric: modelhost_exporter_collector_duration_seconds.",
               "milliseconds.", "seconds from the gpu collector: a sick driver; overdue collections are listed beside.",
               query("modelhost_exporter_collector_duration_seconds{@}", "{{instance}} {{collector}} {{gpu}}"), unit="s"),
        table("Collectors", "Whether each collection works. Metrics: modelhost_exporter_collector_up, modelhost_exporter_collector_overdue.",
              "up 1, overdue 0.", "overdue: a call into the driver hangs; not up: the daemon's log and modelhost_exporter_collector_failing name the reason.",
              [("Up", "max by (instance, collector, gpu) (modelhost_exporter_collector_up{@})", column(thresholds=steps(BAD, 1, GOOD), width=60)),
               ("Overdue", "max by (instance, collector, gpu) (modelhost_exporter_collector_overdue{@})", column(thresholds=steps(GOOD, 1, BAD), width=80))],
              width=8, height=8, keys=keys, sort=("Up", False)),
        heatmap("Scrape duration", "How long scrapes took, request to finished body. Metric: modelhost_exporter_scrape_duration_seconds.",
                "below 50 ms.", "slow scrapes lose data at the deadline: fewer series, or a busy host.",
                "sum by (le) (increase(modelhost_exporter_scrape_duration_seconds_bucket{@}[$__rate_interval]))", "s"),
        series("Series and scrapes", "Series of a collection, and scrapes a second that did not succeed. Metrics: modelhost_exporter_scrape_series, modelhost_exporter_scrapes_total.",
               "flat; no failures.", "a jump in series is a new target or a relay without an allow list.",
               query("modelhost_exporter_scrape_series{@}", "{{instance}} series"),
               query('sum by (instance, result) (rate(modelhost_exporter_scrapes_total{@,result!="success"}[$__rate_interval]))', "{{instance}} {{result}}/s"), unit="short"),
        series("What the exporter costs", "CPU share of one core and memory of the daemon. Metrics: process_cpu_seconds_total, process_resident_memory_bytes.",
               "a few percent of a core, flat memory below 200 MB.", "growth over days is a bug: please report it with /metrics.",
               query("rate(process_cpu_seconds_total{@}[$__rate_interval])", "{{instance}} CPU"), query("process_resident_memory_bytes{@}", "{{instance}} memory"), unit="percentunit",
               overrides=[{"matcher": {"id": "byRegexp", "options": "/memory$/"}, "properties": [{"id": "unit", "value": "bytes"}, {"id": "custom.axisPlacement", "value": "right"}]}]),
        series("Reading the access logs", "Lines a second by result, and bytes that are still to be read. Metrics: target_log_lines_total, target_log_lag_bytes.",
               "matched alone, no lag.", "unmatched: the format setting does not fit the log; a lag that grows: more lines than can be read.",
               query("sum by (target, result) (rate(target_log_lines_total{@}[$__rate_interval]))", "{{target}} {{result}}/s"), query("sum by (target) (target_log_lag_bytes{@})", "{{target}} lag, bytes"), unit="short"),
        table("Why a collector fails", "The reason of each collection that fails; empty while all work. Metric: modelhost_exporter_collector_failing.",
              "empty, with Collectors down at 0.", "no_library or no_permission: see 'Rights' in docs/operating.md; not_supported: nothing to do.",
              [("Failing", "modelhost_exporter_collector_failing{@}", column(width=70))], width=8, height=8, keys=[*keys, ("reason", "Reason", 130)]),
        table("Versions", "What runs where. Metrics: modelhost_exporter_build_info, modelhost_exporter_config_info.",
              "one version everywhere.", "roll out the rest; a different digest on hosts that should be equal is a forgotten change.",
              [("There", "modelhost_exporter_build_info{@}", column(width=60))], width=8, height=8,
              keys=[("instance", "Host", None), ("version", "Version", 80), ("revision", "Revision", None), ("runtime", "Runtime", 110)]),
    ]


def make():
    return dashboard(
        "modelhost-host", "Model host / Host and exporter",
        "CPU, memory, disks and network of the host, the model servers' processes on it, and whether the exporter itself is well.",
        ["job", "instance"],
        [*top(), *cpu_and_memory(), *devices(), *processes(), *exporter()])

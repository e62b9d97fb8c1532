"""Overview: one screen that says whether to look closer, and where."""

from common import (
    GPU, HARDWARE_STATE, HARDWARE_STATES, OUTCOMES, PROBE, TARGET, TARGET_STATE, TARGET_STATES, THROTTLE_REASONS, THROTTLE_STATE, quantile, share, with_not_available,
)
from kit import (
    ABSENT, BAD, GOOD, NEUTRAL, NONE_ASKED, NOTICE, NOT_AVAILABLE, WARNING, coloured, column, dashboard, link_to, mapping, override, query, series, stat, steps, table, timeline,
)

ZERO_IS_GOOD = steps(GOOD, 1, BAD)
ALL_GPUS = 'hw_status{@gpu,hw_state="ok"}'


def top():
    return [
        stat("Exporters down",
             "Daemons that Prometheus could not scrape at its last try. Metric: up.",
             "0.", "everything else here is blind for that host: is the host up, does the daemon run (systemctl status modelhost-exporter), is the port open?",
             query("sum(1 - up{@})", form="instant"), thresholds=ZERO_IS_GOOD),
        stat("Probes failing",
             "Probes whose last attempt did not get a whole and expected answer in time. Metric: probe_success.",
             "0.", "open the probes dashboard: errors by type say whether the server refuses, is slow, or answers nonsense.",
             query("sum(1 - probe_success{@target})", form="instant"), thresholds=ZERO_IS_GOOD),
        stat("Probe success",
             "Share of probes in the time range that succeeded, over all chosen targets. Metric: probe_requests_total.",
             "at or above the availability that you promise.", "the panel Probe rate by outcome shows when it was lost, the SLO dashboard what it costs.",
             query(share('sum(increase(probe_requests_total{@target,outcome="success"}[$__range]))', "sum(increase(probe_requests_total{@target}[$__range]))"), form="instant"),
             unit="percentunit", decimals=2, mappings=[NONE_ASKED], thresholds=steps(BAD, 0.99, WARNING, 0.995, GOOD)),
        stat("Slowest P95, 1 h",
             "95th percentile of the duration of successful probes in the last hour, of the slowest probe. An hour, because fewer than 60 samples say nothing of a "
             "95th percentile. Metric: probe_request_duration_seconds.",
             "below the threshold that the SLO names; 3 s is common for chat.", "the probes dashboard shows which probe and which phase.",
             query(f"max({quantile(0.95, 'probe_request_duration_seconds', 'target', PROBE, '1h')})", form="instant"),
             unit="s", mappings=[NONE_ASKED], thresholds=steps(GOOD, 3, WARNING, 5, BAD)),
        stat("GPUs not healthy",
             "GPUs that should be there less those whose state is ok; a card that fell off the bus counts. Metrics: hw_gpu_expected, hw_status.",
             "0.", "the GPU dashboard names the card, its Xid and what the driver wants done.",
             query("sum(hw_gpu_expected{@}) - sum(hw_status{@,hw_state=\"ok\"})", form="instant"), thresholds=ZERO_IS_GOOD),
        stat("Thermal margin",
             "How much hotter the hottest GPU may become before it slows itself down. Unlike a temperature it means the same on every card. "
             "Metric: hw_gpu_temperature_margin_celsius.",
             "above 10 °C.", "check airflow, fans and the neighbours' load; below 5 °C clocks fall and answers slow down.",
             query("min(hw_gpu_temperature_margin_celsius{@gpu})", form="instant"), unit="celsius", thresholds=steps(BAD, 5, WARNING, 10, GOOD)),
        stat("Memory left",
             "The kernel's estimate of what programs can take without swapping, on the tightest host. Metrics: system_memory_linux_available_bytes, system_memory_limit_bytes.",
             "above 15 %.", "find the process that grew (host dashboard); below 4 % the kernel soon kills one, often the model server.",
             query("min(system_memory_linux_available_bytes{@} / system_memory_limit_bytes{@})", form="instant"),
             unit="percentunit", decimals=0, thresholds=steps(BAD, 0.04, WARNING, 0.15, GOOD)),
        stat("Alerts firing",
             "Alerts of this product's rules that fire now, Watchdog aside. Metric: ALERTS. Prometheus answers 0 only while it evaluates rules.",
             "0.", "the table at the bottom lists them; every alert links its runbook.",
             query('count(ALERTS{@,alertstate="firing",severity!="none"}) or 0 * sum(up{@})', form="instant"), thresholds=ZERO_IS_GOOD),
    ]


def servers():
    keys = [("instance", "Host", None), ("target", "Target", None)]
    waiting = with_not_available(f"sum by ({TARGET}) (target_requests_waiting{{@target}})", TARGET, "probe_info{@target}")
    requests = with_not_available(f"sum by ({TARGET}) (rate(target_http_requests_total{{@target}}[$__rate_interval]))", TARGET, "probe_info{@target}")
    columns = [
        ("State", with_not_available(TARGET_STATE, TARGET, "probe_info{@target}"),
         column(mappings=[mapping({ABSENT: ("N/A", "text"), **TARGET_STATES})], colour="color-background", width=120)),
        ("Failing probes", f"sum by ({TARGET}) (1 - probe_success{{@target}})", column(thresholds=steps(GOOD, 1, BAD), width=110)),
        ("Success", share(f'sum by ({TARGET}) (increase(probe_requests_total{{@target,outcome="success"}}[$__range]))',
                          f"sum by ({TARGET}) (increase(probe_requests_total{{@target}}[$__range]))"),
         column("percentunit", steps(BAD, 0.99, WARNING, 0.995, GOOD), [NONE_ASKED], 2, width=90)),
        ("P95 (1 h)", f"max by ({TARGET}) ({quantile(0.95, 'probe_request_duration_seconds', 'target', PROBE, '1h')})",
         column("s", steps(GOOD, 3, WARNING, 5, BAD), [NONE_ASKED], width=90)),
        ("TTFT P95 (1 h)", with_not_available(f"max by ({TARGET}) ({quantile(0.95, 'probe_time_to_first_token_seconds', 'target', PROBE, '1h')})", TARGET, "probe_info{@target}"),
         column("s", steps(GOOD, 1, WARNING, 2, BAD), [NONE_ASKED, NOT_AVAILABLE], width=115)),
        ("Tokens/s", with_not_available(f"max by ({TARGET}) (probe_output_tokens_per_second{{@target}})", TARGET, "probe_info{@target}"),
         column("none", None, [NOT_AVAILABLE], 0, "auto", width=85)),
        ("Real requests/s", requests, column("reqps", None, [NOT_AVAILABLE], None, "auto", width=120)),
        ("Waiting", waiting, column("none", None, [NOT_AVAILABLE], 0, "auto", width=80)),
    ]
    return [
        table("Model servers",
              "One line a target: what the probes see, and what real traffic was observed. N/A: this server or its configuration does not tell. "
              "Metrics: target_state, probe_success, probe_requests_total, probe_request_duration_seconds, probe_time_to_first_token_seconds, target_http_requests_total.",
              "every state ok, no failing probe.", "click the target's name for its probes; saturated means too much work, stalled means the server hangs although it takes requests.",
              columns, width=24, height=6, keys=keys, sort=("Failing probes", True),
              links=[("Target", link_to("modelhost-probes", "Probes of ${__data.fields.target}", instance="instance", target="target"))]),
        timeline("State of the model servers",
                 "The verdict over probes, queue, heartbeat, sockets and GPU: whose fault it is. Metric: target_state.",
                 "one green line a target.", "loading and sleeping are expected after a restart or with idle unloading; stalled, gpu_lost_context and down need a person.",
                 query(TARGET_STATE, "{{instance}} {{target}}"), values=TARGET_STATES, width=12, height=7),
        series("Probe rate by outcome",
               "Synthetic requests a second by what came of them; not the users' traffic. Metric: probe_requests_total.",
               "success alone, flat: the rate is set by the configured intervals.", "timeout: slow or hung; connect_error: not listening; http_error: it says so itself; invalid: it answers wrongly.",
               query("sum by (outcome) (rate(probe_requests_total{@target}[$__rate_interval]))", "{{outcome}}"),
               unit="reqps", width=12, height=7, stack=True, overrides=coloured(**OUTCOMES)),
    ]


def cards():
    keys = [("instance", "Host", None), ("gpu", "GPU", None)]

    def per_card(expression):
        return with_not_available(f"max by ({GPU}) ({expression})", GPU, ALL_GPUS)

    def cell(unit, thresholds=None, decimals=None, width=None):
        return column(unit, thresholds, [NOT_AVAILABLE], decimals, "color-text" if thresholds else "auto", width)

    columns = [
        ("State", HARDWARE_STATE, column(mappings=[mapping(HARDWARE_STATES)], colour="color-background", width=120)),
        ("Busy", per_card('rate(hw_gpu_busy_time_seconds_total{@gpu,hw_gpu_task="general"}[$__rate_interval])'), cell("percentunit", None, 0, 75)),
        ("Memory", per_card("hw_gpu_memory_utilization_ratio{@gpu,hw_parent=\"\"}"), cell("percentunit", steps(GOOD, 0.9, NOTICE, 0.98, WARNING), 0, 85)),
        ("Power", per_card("hw_power_watts{@gpu}"), cell("watt", None, 0, 80)),
        ("Temperature", per_card('hw_temperature_celsius{@gpu,sensor="gpu"}'), cell("celsius", None, 0, 105)),
        ("Margin", per_card("hw_gpu_temperature_margin_celsius{@gpu}"), cell("celsius", steps(BAD, 0, BAD, 5, WARNING, 10, GOOD), 0, 85)),
        ("Clocks", THROTTLE_STATE, column(mappings=[mapping(THROTTLE_REASONS)], width=125)),
        ("Xids, 24 h", f"sum by ({GPU}) (increase(hw_gpu_xid_errors_total{{@gpu}}[24h]))", column(thresholds=steps(GOOD, 0.5, WARNING), decimals=0, width=95)),
    ]
    return [
        table("GPUs",
              "One line a card. N/A: this card does not tell; a card that is lost keeps its line with state failed. "
              "Metrics: hw_status, hw_gpu_busy_time_seconds_total, hw_gpu_memory_utilization_ratio, hw_power_watts, hw_temperature_celsius, hw_gpu_throttled, hw_gpu_xid_errors_total.",
              "state ok, no Xid, margin above 10 °C. Full memory is normal: servers such as vLLM take nearly all of it at start.",
              "click the card's number for its dashboard; the recovery action there says what the driver wants.",
              columns, width=24, height=7, keys=keys, sort=("State", True),
              links=[("GPU", link_to("modelhost-gpu", "GPU ${__data.fields.gpu}", instance="instance", gpu="gpu"))]),
    ]


def trends():
    return [
        series("P95 of probes, 1 h",
               "95th percentile of successful probes over the last hour at every point. Metric: probe_request_duration_seconds.",
               "flat, below the dashed thresholds of the SLO.", "a step up that stays is a change (model, server version, neighbour); a slope is a queue or a leak.",
               query(quantile(0.95, "probe_request_duration_seconds", "target", "target, probe", "1h"), "{{target}}/{{probe}}"),
               unit="s", width=8, height=7),
        series("GPU busy",
               "Share of the time in which a kernel ran, from the driver's samples. It says busy, not efficient. Metric: hw_gpu_busy_time_seconds_total.",
               "follows the traffic.", "idle while requests wait: look at the server (host dashboard: its CPU, the accept queue); busy without requests: somebody else's job.",
               query('sum by (instance, gpu) (rate(hw_gpu_busy_time_seconds_total{@gpu,hw_gpu_task="general"}[$__rate_interval]))', "{{instance}} GPU {{gpu}}"),
               unit="percentunit", most=1, width=8, height=7),
        series("GPU memory",
               "Share of the device memory in use. Metric: hw_gpu_memory_utilization_ratio.",
               "flat after the model is loaded.", "a slope is a leak; a fall to near zero means that the server lost its model.",
               query("max by (instance, gpu) (hw_gpu_memory_utilization_ratio{@gpu,hw_parent=\"\"})", "{{instance}} GPU {{gpu}}"),
               unit="percentunit", most=1, width=8, height=7),
        series("Real requests by status",
               "Users' requests a second, from the access log; the probes are taken out. Without a configured log there is none. Metric: target_http_requests_total.",
               "2xx alone.", "5xx are the server's fault; 429 and 503 say that it sheds load; 4xx are mostly a client's.",
               query("sum by (status) (rate(target_http_requests_total{@target}[$__rate_interval]))", "{{status}}"),
               unit="reqps", width=8, height=7, stack=True,
               overrides=[override(f"/^{digit}/", regex=True, color={"mode": "fixed", "fixedColor": colour}) for digit, colour in ((2, GOOD), (3, NEUTRAL), (4, NOTICE), (5, BAD))]),
        series("Host CPU and memory",
               "Share of CPU time that was neither idle nor waiting for a disk, and share of memory that programs cannot get. "
               "Metrics: system_cpu_utilization_ratio, system_memory_utilization_ratio.",
               "both below 85 %.", "tokenising and image decoding starve when CPUs are full; see pressure on the host dashboard.",
               query("system_cpu_utilization_ratio{@}", "{{instance}} CPU"), query("system_memory_utilization_ratio{@}", "{{instance}} memory"),
               unit="percentunit", most=1, width=8, height=7),
        table("Alerts firing now",
              "What Prometheus' rules say. Alerts of a whole job, such as ExporterAbsent, have no host and are in Alertmanager alone. Metric: ALERTS.",
              "empty: No data here means that nothing fires, as long as Exporters down is 0.", "start with critical; open the alert's runbook from Alertmanager.",
              [("Firing", 'sum by (severity, alertname, instance) (ALERTS{@,alertstate="firing",severity!="none"})', column(width=70))], width=8, height=7,
              keys=[("severity", "Severity", 80), ("alertname", "Alert", None), ("instance", "Host", 130)]),
    ]


def make():
    return dashboard(
        "modelhost-overview", "Model host / Overview",
        "Whether the model servers answer, the GPUs are well and the host has room: one line a server, one line a card.",
        ["job", "instance", "target", "gpu"],
        [*top(), *servers(), *cards(), *trends()])

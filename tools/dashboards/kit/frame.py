"""What stands around the panels: variables, annotations, and a layout that counts the grid."""

from .looks import BAD, NEUTRAL
from .queries import DATASOURCE, promql

SCHEMA_VERSION = 39
WIDTH = 24


class Row:
    """A headline; what follows it, up to the next, belongs to it."""

    def __init__(self, title):
        self.title = title


def variable(name, label, values_of):
    """A choice of label values, all of them at first."""
    return {
        "allValue": ".+",
        "current": {"selected": True, "text": ["All"], "value": ["$__all"]},
        "datasource": DATASOURCE,
        "hide": 0,
        "includeAll": True,
        "label": label,
        "multi": True,
        "name": name,
        "options": [],
        "query": {"qryType": 1, "query": promql(values_of), "refId": "PrometheusVariableQueryEditor-VariableQuery"},
        "refresh": 2,
        "regex": "",
        "skipUrlSync": False,
        "sort": 3,
        "type": "query",
    }


# Their values come from families that exist whatever a card, a server or a kernel supports.
VARIABLES = {
    "job": variable("job", "Job", "label_values(modelhost_exporter_build_info, job)"),
    "instance": variable("instance", "Instance", 'label_values(modelhost_exporter_build_info{job=~"$job"}, instance)'),
    "target": variable("target", "Target", "label_values(probe_info{@}, target)"),
    "probe": variable("probe", "Probe", "label_values(probe_info{@target}, probe)"),
    "gpu": variable("gpu", "GPU", "label_values(hw_status{@}, gpu)"),
    "slo": variable("slo", "Objective", "label_values(slo_objective_ratio{@target}, slo)"),
}


def datasource_variable():
    return {
        "hide": 0,
        "includeAll": False,
        "label": "Data source",
        "multi": False,
        "name": "datasource",
        "options": [],
        "query": "prometheus",
        "refresh": 1,
        "regex": "",
        "skipUrlSync": False,
        "type": "datasource",
    }


def annotation(name, expression, colour, title, text, tags):
    """Marks on the time axis where the expression has a value."""
    return {
        "datasource": DATASOURCE,
        "enable": True,
        "expr": promql(expression),
        "hide": False,
        "iconColor": colour,
        "name": name,
        "step": "30s",
        "tagKeys": tags,
        "textFormat": text,
        "titleFormat": title,
        "useValueForTime": False,
    }


def annotations():
    grafana = {
        "builtIn": 1,
        "datasource": {"type": "grafana", "uid": "-- Grafana --"},
        "enable": True,
        "hide": True,
        "iconColor": "rgba(0, 211, 255, 1)",
        "name": "Annotations & Alerts",
        "type": "dashboard",
    }
    was_there = "and on (job, instance) (up{@} offset 2m == 1)"
    return [
        grafana,
        # Alerts of a whole job have no instance, and some have neither.
        annotation("Alerts", 'ALERTS{alertstate="firing",severity!="none",job=~"($job)?",instance=~"($instance)?"}', BAD, "{{alertname}}", "{{severity}} {{target}} {{gpu}} {{slo}}", "alertname,severity"),
        annotation("Exporter restarts", "changes(process_start_time_seconds{@}[2m]) > 0", "purple", "Exporter restarted", "{{instance}}", "instance"),
        annotation(
            "Model changes",
            f"(probe_info{{@}} unless probe_info{{@}} offset 2m) {was_there}",
            NEUTRAL, "Probe or model changed", "{{target}}/{{probe}}: {{model}}", "target,model"),
        annotation(
            "Server changes",
            f"(target_server_info{{@}} unless target_server_info{{@}} offset 2m) {was_there}",
            NEUTRAL, "Server or its model changed", "{{target}}: {{server}} {{version}} {{model}}", "target,model"),
        annotation(
            "Driver changes",
            f"(hw_gpu_info{{@}} unless hw_gpu_info{{@}} offset 2m) {was_there}",
            NEUTRAL, "GPU or driver changed", "GPU {{gpu}}: driver {{hw_driver_version}}", "gpu,hw_driver_version"),
        annotation("Maintenance", "max by (job, instance, target) (probe_maintenance{@}) == 1", "gray", "Maintenance", "{{target}}", "target"),
    ]


def place(contents):
    """Sets the panels into the grid: from left to right, a new line where one does not fit, a headline on a line of its own. The last of a line takes what is left."""
    panels, left, top, line = [], 0, 0, 0

    def end_of_line():
        if left:
            panels[-1]["gridPos"]["w"] += WIDTH - left
        return 0, top + line, 0

    for number, each in enumerate(contents, start=1):
        if isinstance(each, Row):
            left, top, line = end_of_line()
            panels.append({"collapsed": False, "gridPos": {"h": 1, "w": WIDTH, "x": 0, "y": top}, "id": number, "panels": [], "title": each.title, "type": "row"})
            top += 1
            continue
        if left + each.width > WIDTH:
            left, top, line = end_of_line()
        panels.append({"gridPos": {"h": each.height, "w": each.width, "x": left, "y": top}, "id": number, **each.body})
        left, line = left + each.width, max(line, each.height)
    end_of_line()
    return panels


def dashboard(uid, title, description, variables, contents):
    return {
        "annotations": {"list": annotations()},
        "description": description,
        "editable": False,
        "fiscalYearStartMonth": 0,
        "graphTooltip": 1,
        "id": None,
        "links": [
            {
                "asDropdown": False,
                "icon": "external link",
                "includeVars": True,
                "keepTime": True,
                "tags": ["modelhost"],
                "targetBlank": False,
                "title": "Model host",
                "tooltip": "",
                "type": "dashboards",
                "url": "",
            }
        ],
        "panels": place(contents),
        "refresh": "30s",
        "schemaVersion": SCHEMA_VERSION,
        "tags": ["modelhost"],
        "templating": {"list": [datasource_variable(), *(VARIABLES[name] for name in variables)]},
        "time": {"from": "now-6h", "to": "now"},
        "timepicker": {},
        "timezone": "browser",
        "title": title,
        "uid": uid,
        "version": 1,
        "weekStart": "",
    }

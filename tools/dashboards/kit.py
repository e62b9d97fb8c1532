"""The parts that all dashboards are made of: panels with sane defaults, variables, annotations, and a layout that counts the grid.

An expression is PromQL with one abbreviation, so that no selector forgets a variable: `{@}` stands for the job and the instance
that the dashboard shows, `{@target}`, `{@probe}` and `{@gpu}` for these and the narrower choice; matchers may follow a comma.
"""

import re

SCHEMA_VERSION = 39
WIDTH = 24
NO_DATA = "No data"
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}

SELECTORS = {
    "": 'job=~"$job",instance=~"$instance"',
    "target": 'job=~"$job",instance=~"$instance",target=~"$target"',
    "probe": 'job=~"$job",instance=~"$instance",target=~"$target",probe=~"$probe"',
    "gpu": 'job=~"$job",instance=~"$instance",gpu=~"$gpu"',
    "slo": 'job=~"$job",instance=~"$instance",target=~"$target",slo=~"$slo"',
}

# One colour means one thing on every dashboard.
GOOD, NOTICE, WARNING, BAD, NEUTRAL = "green", "yellow", "orange", "red", "blue"


def promql(text):
    """The expression with its abbreviations written out, on one line."""
    text = re.sub(r"\{@(\w*)", lambda found: "{" + SELECTORS[found[1]], text)
    return " ".join(text.split())


def query(expression, legend="", form="time_series"):
    """One query of a panel: over time, at the end of the time range ("table", "instant") or as buckets ("heatmap")."""
    instant = form in ("table", "instant")
    return {
        "datasource": DATASOURCE,
        "editorMode": "code",
        "expr": promql(expression),
        "format": {"instant": "time_series"}.get(form, form),
        "instant": instant,
        "legendFormat": legend or "__auto",
        "range": not instant,
    }


def steps(*pairs):
    """Thresholds: the colour below the first number, then number and colour, in turn."""
    first, *rest = pairs
    made = [{"color": first, "value": None}]
    made += [{"color": colour, "value": number} for number, colour in zip(rest[::2], rest[1::2])]
    return {"mode": "absolute", "steps": made}


def mapping(values):
    """Numbers to texts with a colour: {1: ("ok", GOOD)}."""
    options = {
        str(number): {"color": colour, "index": index, "text": text}
        for index, (number, (text, colour)) in enumerate(values.items())
    }
    return {"type": "value", "options": options}


def nan_means(text):
    """What 0 / 0 is called: nothing was asked, so there is no share and no mean."""
    return {"type": "special", "options": {"match": "null+nan", "result": {"color": "text", "index": 99, "text": text}}}


# What stands for "exists, but does not tell": no reading is as low.
ABSENT = -999

# A share of nothing; and a thing that this card, server or kernel does not tell, which is not the same as no data.
NONE_ASKED = nan_means("None asked")
NOT_AVAILABLE = mapping({ABSENT: ("N/A", "text")})


class Panel:
    """One panel, before it has its place."""

    def __init__(self, kind, title, width, height, what, good, otherwise, queries, defaults, options, **more):
        self.width, self.height = width, height
        self.body = {
            "type": kind,
            "title": title,
            "description": f"{what}\n\n**Good:** {good}\n\n**Otherwise:** {otherwise}",
            "datasource": DATASOURCE,
            "fieldConfig": {
                "defaults": {"mappings": [], "noValue": NO_DATA, "thresholds": steps(GOOD), **defaults},
                "overrides": more.pop("overrides", []),
            },
            "options": options,
            "targets": [{"refId": chr(ord("A") + index), **each} for index, each in enumerate(queries)],
            **more,
        }


class Row:
    """A headline; what follows it, up to the next, belongs to it."""

    def __init__(self, title):
        self.title = title


def override(name, regex=False, **properties):
    """What differs for the fields of one name; in the properties' names _ stands for the dot."""
    matcher = {"id": "byRegexp" if regex else "byName", "options": name}
    return {"matcher": matcher, "properties": [{"id": key.replace("_", ".", 1), "value": value} for key, value in properties.items()]}


def coloured(**colours):
    """A fixed colour for each of some series."""
    return [override(name, color={"mode": "fixed", "fixedColor": colour}) for name, colour in colours.items()]


def dashed(name, colour=BAD):
    """A limit or a promise among measured series: a dashed line without area."""
    return override(
        name,
        regex=True,
        color={"mode": "fixed", "fixedColor": colour},
        custom_lineStyle={"dash": [8, 6], "fill": "dash"},
        custom_fillOpacity=0,
        custom_stacking={"group": "A", "mode": "none"},
    )


def series(title, what, good, otherwise, *queries, unit, width=8, height=8, least=0, most=None, stack=False, bars=False,
           thresholds=None, mappings=(), overrides=()):
    """Values over time."""
    custom = {
        "axisBorderShow": False,
        "drawStyle": "bars" if bars else "line",
        "fillOpacity": 70 if bars else 25 if stack else 8,
        "lineInterpolation": "linear",
        "lineWidth": 0 if bars else 1,
        "showPoints": "never",
        "spanNulls": False,
        "stacking": {"group": "A", "mode": "normal" if stack else "none"},
        "thresholdsStyle": {"mode": "dashed" if thresholds else "off"},
    }
    if unit in ("short", "none") and most is None:
        # A count of nothing is a line at the bottom of 0 to 1, not of 0 to 100.
        custom["axisSoftMax"] = 1
    defaults = {"color": {"mode": "palette-classic"}, "custom": custom, "mappings": list(mappings), "unit": unit}
    if least is not None:
        defaults["min"] = least
    if most is not None:
        defaults["max"] = most
    if thresholds:
        defaults["thresholds"] = thresholds
    options = {
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    return Panel("timeseries", title, width, height, what, good, otherwise, queries, defaults, options, overrides=list(overrides))


def stat(title, what, good, otherwise, *queries, unit="none", width=3, height=4, thresholds=None, mappings=(), decimals=None, least=None, most=None):
    """The newest value, large. Red, orange and green say whether to look closer."""
    defaults = {"color": {"mode": "thresholds"}, "mappings": list(mappings), "unit": unit, "thresholds": thresholds or steps(NEUTRAL)}
    for key, value in (("decimals", decimals), ("min", least), ("max", most)):
        if value is not None:
            defaults[key] = value
    options = {
        "colorMode": "background" if thresholds else "value",
        "graphMode": "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "textMode": "value",
        "wideLayout": True,
    }
    return Panel("stat", title, width, height, what, good, otherwise, queries, defaults, options)


def bars(title, what, good, otherwise, *queries, unit, width=8, height=8, thresholds=None, mappings=(), least=0, most=None):
    """One horizontal bar for each series, with its newest value."""
    defaults = {"color": {"mode": "thresholds"}, "mappings": list(mappings), "min": least, "unit": unit, "thresholds": thresholds or steps(NEUTRAL)}
    if most is not None:
        defaults["max"] = most
    options = {
        "displayMode": "basic",
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": False},
        "minVizHeight": 16,
        "minVizWidth": 8,
        "namePlacement": "left",
        "orientation": "horizontal",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "showUnfilled": True,
        "sizing": "auto",
        "valueMode": "text",
    }
    return Panel("bargauge", title, width, height, what, good, otherwise, queries, defaults, options)


def stacked_bars(title, what, good, otherwise, one, *, row, column, unit, width=8, height=8, overrides=()):
    """One horizontal bar for each row label, cut into the values of the column label: a waterfall of phases."""
    custom = {"axisBorderShow": False, "fillOpacity": 80, "lineWidth": 0, "thresholdsStyle": {"mode": "off"}}
    defaults = {"color": {"mode": "palette-classic"}, "custom": custom, "min": 0, "unit": unit}
    options = {
        "barWidth": 0.8,
        "fullHighlight": False,
        "groupWidth": 0.7,
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True},
        "orientation": "horizontal",
        "showValue": "never",
        "stacking": "normal",
        "tooltip": {"mode": "multi", "sort": "none"},
        "xTickLabelRotation": 0,
    }
    matrix = [{"id": "groupingToMatrix", "options": {"columnField": column, "rowField": row, "valueField": "Value"}}]
    return Panel("barchart", title, width, height, what, good, otherwise, [one], defaults, options, overrides=list(overrides), transformations=matrix)


def timeline(title, what, good, otherwise, *queries, values, width=12, height=7):
    """What state each thing was in, over time."""
    defaults = {
        "color": {"mode": "thresholds"},
        "custom": {"fillOpacity": 80, "insertNulls": False, "lineWidth": 0, "spanNulls": False},
        "mappings": [mapping(values)],
        "thresholds": steps("text"),
        "unit": "none",
    }
    options = {
        "alignValue": "left",
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
        "mergeValues": True,
        "rowHeight": 0.8,
        "showValue": "auto",
        "tooltip": {"mode": "single", "sort": "none"},
    }
    return Panel("state-timeline", title, width, height, what, good, otherwise, queries, defaults, options)


def heatmap(title, what, good, otherwise, expression, unit, width=8, height=8):
    """How often which bucket of a histogram was hit."""
    defaults = {"custom": {"hideFrom": {"legend": False, "tooltip": False, "viz": False}, "scaleDistribution": {"type": "linear"}}}
    options = {
        "calculate": False,
        "cellGap": 1,
        "cellValues": {"decimals": 0, "unit": "short"},
        "color": {"exponent": 0.5, "fill": "dark-orange", "mode": "scheme", "reverse": False, "scale": "exponential", "scheme": "Oranges", "steps": 64},
        "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "filterValues": {"le": 1e-9},
        "legend": {"show": True},
        "rowsFrame": {"layout": "auto"},
        "tooltip": {"mode": "single", "showColorScale": False, "yHistogram": False},
        "yAxis": {"axisPlacement": "left", "reverse": False, "unit": unit},
    }
    one = query(expression, "{{le}}", "heatmap")
    return Panel("heatmap", title, width, height, what, good, otherwise, [one], defaults, options)


def table(title, what, good, otherwise, columns, width=24, height=8, keys=(), sort=None, links=()):
    """Rows of the same labels joined over several queries. A column: (name, expression, properties of its field); a key: (label, name, width or None)."""
    queries = [query(expression, form="table") for _, expression, _ in columns]
    renames = {f"Value #{chr(ord('A') + index)}": name for index, (name, _, _) in enumerate(columns)}
    if len(columns) == 1:
        renames = {"Value": columns[0][0]}
    shown = [key for key, _, _ in keys] + list(renames)
    organise = {
        "excludeByName": {"Time": True, "__name__": True, "job": True},
        "includeByName": {name: True for name in shown},
        "indexByName": {name: index for index, name in enumerate(shown)},
        "renameByName": {**{key: name for key, name, _ in keys}, **renames},
    }
    overrides = [override(name, **properties) for name, _, properties in columns if properties]
    overrides += [override(name, custom_width=width) for _, name, width in keys if width]
    overrides += [override(name, links=[link]) for name, link in links]
    defaults = {"noValue": "–", "color": {"mode": "thresholds"}, "custom": {"align": "auto", "cellOptions": {"type": "auto"}, "filterable": False, "inspect": False}}
    options = {"cellHeight": "sm", "footer": {"countRows": False, "fields": "", "reducer": ["sum"], "show": False}, "showHeader": True}
    if sort:
        options["sortBy"] = [{"desc": sort[1], "displayName": sort[0]}]
    transformations = [{"id": "merge", "options": {}}, {"id": "organize", "options": organise}]
    return Panel("table", title, width, height, what, good, otherwise, queries, defaults, options, overrides=overrides, transformations=transformations)


def column(unit="none", thresholds=None, mappings=(), decimals=None, colour="color-text", width=None):
    """Properties of a table's field."""
    properties = {"unit": unit}
    if mappings:
        properties["mappings"] = list(mappings)
    if decimals is not None:
        properties["decimals"] = decimals
    if thresholds:
        properties["thresholds"] = thresholds
        properties["custom_cellOptions"] = {"type": colour}
    elif mappings and colour != "auto":
        properties["custom_cellOptions"] = {"type": colour}
    if width:
        properties["custom_width"] = width
    return properties


def link_to(uid, title, **fields):
    """A link of a table's field to another dashboard, with the row's own labels as its variables."""
    chosen = "".join(f"&var-{variable}=${{__data.fields.{field}}}" for variable, field in fields.items())
    return {"targetBlank": False, "title": title, "url": f"/d/{uid}?${{datasource:queryparam}}&${{job:queryparam}}&${{__url_time_range}}{chosen}"}


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

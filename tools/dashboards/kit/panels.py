"""The kinds of panels, with sane defaults. Each says what it shows, what good looks like and what to do otherwise."""

from .looks import GOOD, NEUTRAL, mapping, override, steps
from .queries import DATASOURCE, query

NO_DATA = "No data"


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

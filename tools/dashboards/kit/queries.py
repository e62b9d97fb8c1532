"""Queries, and the one abbreviation of PromQL, so that no selector forgets a variable.

`{@}` stands for the job and the instance that the dashboard shows, `{@target}`, `{@probe}`, `{@gpu}` and `{@slo}` for these and the
narrower choice; matchers may follow a comma.
"""

import re

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}

SELECTORS = {
    "": 'job=~"$job",instance=~"$instance"',
    "target": 'job=~"$job",instance=~"$instance",target=~"$target"',
    "probe": 'job=~"$job",instance=~"$instance",target=~"$target",probe=~"$probe"',
    "gpu": 'job=~"$job",instance=~"$instance",gpu=~"$gpu"',
    "slo": 'job=~"$job",instance=~"$instance",target=~"$target",slo=~"$slo"',
}


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
